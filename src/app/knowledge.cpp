#include "app/knowledge.hpp"

#include <array>

#include <triaged/persist/reader.hpp>

namespace triaged::app {
namespace {

using ports::DocumentKind;

struct Part {
  DocumentKind kind;
  domain::Digest digest;
  config::Texts* into;
};

// In words, why it is not to be had; empty: it is.
std::string read_part(const persist::Reader& reader, const Part& part) {
  const std::string what = "the " + std::string(name(part.kind)) + " " + to_text(part.digest);
  const auto answer = reader.document({.kind = part.kind, .digest = part.digest});
  if (const auto* fault = std::get_if<persist::Fault>(&answer)) return fault->text;
  const auto& bytes = std::get<0>(answer);
  if (!bytes) return what + " is not in the store: it was decided under before documents were kept";
  auto texts = config::decode(*bytes);
  if (!texts) return what + " cannot be decoded: the store is damaged";
  *part.into = std::move(*texts);
  return {};
}

// What hubs told of their admins stands over the directory of their files, and names that one. In words, why
// it cannot be read; empty: it was, or nothing was told and `directory` is that of the files already.
std::string read_told(const persist::Reader& reader, domain::Digest& directory,
                      std::vector<domain::AdminTold>& told) {
  const auto answer = reader.document({.kind = DocumentKind::directory, .digest = directory});
  const auto* text = std::get_if<std::optional<domain::Bytes>>(&answer);
  if (text == nullptr || !*text || !directory::is_told_text(**text)) return {};
  auto read = directory::read_told(**text);
  if (!read)
    return "the admins told by hubs " + to_text(directory) + " cannot be decoded: the store is damaged";
  directory = read->files;
  told = std::move(read->told);
  return {};
}

}  // namespace

engine::Knowledge to_knowledge(const config::Configuration& configuration) {
  engine::Knowledge knowledge{.directory = configuration.directory,
                              .calendars = configuration.calendars,
                              .rules = configuration.rules,
                              .policy = configuration.policy,
                              .documents = {}};
  const auto digests = engine::digests(knowledge);
  const auto& written = configuration.written;
  knowledge.documents = {
      {.key = {DocumentKind::rules, digests.rules}, .source = config::encode(written.rules)},
      {.key = {DocumentKind::directory, configuration.directory->digest_of_files()},
       .source = config::encode(written.directory)},
      {.key = {DocumentKind::policy, digests.policy}, .source = config::encode(written.policy)}};
  return knowledge;
}

std::vector<domain::AdminTold> told_of(const std::vector<ports::AdminRow>& rows) {
  std::vector<domain::AdminTold> told;
  told.reserve(rows.size());
  for (const auto& row : rows) told.push_back({.hub = row.hub, .admin = row.admin, .present = row.present});
  return told;
}

std::string first_error(const document::Faults& faults) {
  for (const auto& fault : faults.all())
    if (fault.level == document::Level::error) return to_text(fault);
  return {};
}

std::vector<std::string> all_queues(const config::Configuration& configuration) {
  auto queues = configuration.directory->queues();
  queues.push_back(configuration.policy->requesters_queue);
  queues.push_back(configuration.policy->incidents.communication_queue);
  queues.push_back(configuration.policy->unrouted_queue);
  return queues;
}

FolderCache pattern_cache(const std::filesystem::path& store) {
  return FolderCache(store.string() + ".cache");
}

std::variant<config::Configuration, std::string> recall(const std::filesystem::path& store,
                                                        const ports::InForce& digests) {
  const persist::Reader reader(store.string());
  config::Written written;
  domain::Digest directory = digests.directory;
  std::vector<domain::AdminTold> told;
  if (auto why = read_told(reader, directory, told); !why.empty()) return why;
  const std::array parts{Part{DocumentKind::rules, digests.rules, &written.rules},
                         Part{DocumentKind::directory, directory, &written.directory},
                         Part{DocumentKind::policy, digests.policy, &written.policy}};
  for (const Part& part : parts)
    if (auto why = read_part(reader, part); !why.empty()) return why;
  document::Faults faults;
  auto configuration = config::load(written, faults);
  if (faults.errors() != 0 || !configuration.directory || !configuration.rules || !configuration.policy)
    return "what the store kept is not accepted by this version of triaged: " + first_error(faults);
  configuration.written = std::move(written);
  configuration.directory = configuration.directory->with_admins(told);
  if (engine::digests(to_knowledge(configuration)) != digests)
    return "what the store kept does not make what was in force then: another version of triaged read it";
  return configuration;
}

}  // namespace triaged::app
