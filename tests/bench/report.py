"""Medians, ratios and the verdict of `scripts/bench pump`, as values and as text."""
import statistics

# A pump that is hardly faster than the Shovel says that the machine, not the programs, was measured.
PUMP_OVER_SHOVEL_MIN = 1.3
RATIOS = [
    ("daemon", "bare pump"),
    ("daemon", "shovel"),
    ("daemon, requesters told", "bare pump, two for one"),
]


def number(value, digits=1):
    return "-" if value is None else f"{value:,.{digits}f}"


def row(*cells):
    name, *figures = cells
    return f"  {name:<26}" + "".join(f"{figure:>14}" for figure in figures)


HEAD = row("", "msg/s", "client us/msg", "broker us/msg", "peak MiB")


def line(round_number, name, run):
    threads = ", ".join(number(used) for used in run["threads_us"])
    return row(f"{round_number} {name}", number(run["rate"], 0), number(run["client_us"], 2), number(run["broker_us"], 1),
               number(run["peak_mib"], 0)) + (f"   threads: {threads}" if len(run["threads_us"]) > 1 else "")


def median(runs, key):
    values = [run[key] for run in runs if run[key] is not None]
    return statistics.median(values) if values else None


def summarise(rounds):
    names = list(rounds[0]["runs"])
    medians = {name: {key: median([each["runs"][name] for each in rounds], key)
                      for key in ("rate", "client_us", "broker_us", "peak_mib")} for name in names}
    ratios = []
    for over, under in RATIOS:
        if over in names and under in names:
            single = [each["runs"][over]["rate"] / each["runs"][under]["rate"] for each in rounds]
            ratios.append({"of": over, "to": under, "ratio": medians[over]["rate"] / medians[under]["rate"],
                           "lowest": min(single), "highest": max(single)})
    pump_over_shovel = medians["bare pump"]["rate"] / medians["shovel"]["rate"]
    return {"calibration_ms": [each["calibration_ms"] for each in rounds], "load": rounds[0]["load"],
            "medians": medians, "ratios": ratios, "pump_over_shovel": pump_over_shovel,
            "void": pump_over_shovel < PUMP_OVER_SHOVEL_MIN}


def text(summary):
    lines = ["", "Medians", HEAD]
    for name, run in summary["medians"].items():
        lines.append(row(name, number(run["rate"], 0), number(run["client_us"], 2), number(run["broker_us"], 1), number(run["peak_mib"], 0)))
    lines += ["", "Ratios of the medians (in brackets: of the single rounds)"]
    for each in summary["ratios"]:
        lines.append(f"  {each['of']} / {each['to']}: {each['ratio']:.2f} ({each['lowest']:.2f} to {each['highest']:.2f})")
    lines.append(f"  bare pump / shovel: {summary['pump_over_shovel']:.2f}")
    lines += ["", "Calibration loop, each round: " + ", ".join(f"{ms} ms" for ms in summary["calibration_ms"])
              + f"; load before the first: {summary['load']}"]
    if summary["void"]:
        lines.append(f"VOID: the bare pump is under {PUMP_OVER_SHOVEL_MIN} times the Shovel; this run says nothing.")
    lines.append("A shared machine is noisy: absolute figures change from hour to hour, only the ratios of one run count.")
    return "\n".join(lines)
