// json-rules-engine on the rules and tickets of `scripts/bench rules`. Obeys the same orders as bench_rules:
//
//   node engine.mjs MODULES FOLDER     MODULES holds node_modules/json-rules-engine
//
// Its rules are tried without an order among them, so the answer is the first in the file of those that held.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { performance } from 'node:perf_hooks'

const [modules, folder] = process.argv.slice(2)
const { Engine } = createRequire(`${modules}/`)('json-rules-engine')
const rungs = ['user', 'hub_admin', 'community_representative', 'support', 'engineering']

const tickets = readFileSync(`${folder}/tickets.tsv`, 'utf8').trimEnd().split('\n').map(line => {
  const [hub, standing, kind, percent, subject, body] = line.split('\t')
  return { hub, standing: rungs.indexOf(standing), kind, percent: Number(percent), text: `${subject}\n${body}` }
})

let engine
let next = 0

function load () {
  const before = process.memoryUsage().rss
  const begin = performance.now()
  engine = new Engine()
  engine.addOperator('matches', (text, pattern) => pattern.test(text))
  for (const { name, all } of JSON.parse(readFileSync(`${folder}/rules.json`, 'utf8'))) {
    for (const condition of all) {
      if (condition.operator === 'matches') condition.value = new RegExp(condition.value, 'i')
    }
    engine.addRule({ conditions: { all }, event: { type: name } })
  }
  return { compile_ms: performance.now() - begin, mib: (process.memoryUsage().rss - before) / 2 ** 20 }
}

async function winner (ticket) {
  const { events } = await engine.run(ticket)
  let first = Infinity
  for (const { type } of events) first = Math.min(first, Number(type.slice(1)))
  return first === Infinity ? 'rest' : `r${first}`
}

async function run (seconds) {
  const begin = performance.now()
  let count = 0
  let elapsed = 0
  for (; elapsed < seconds * 1000; elapsed = performance.now() - begin) {
    await winner(tickets[next++ % tickets.length])
    count++
  }
  return { us: elapsed * 1000 / count, tickets: count }
}

async function answers (count) {
  const names = []
  for (const ticket of tickets.slice(0, count)) names.push(await winner(ticket))
  return names
}

for await (const line of createInterface({ input: process.stdin })) {
  const [verb, ...words] = line.split(' ')
  const answer = verb === 'load' ? load() : verb === 'run' ? await run(Number(words[1])) : await answers(Number(words[0]))
  console.log(JSON.stringify(answer))
}
