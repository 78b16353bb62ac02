#include "rules/database.hpp"

#include <cstdlib>
#include <cstring>
#include <limits>

#include <hs/hs.h>

#include <triaged/document/node.hpp>

#include "rules/cached_database.hpp"

namespace triaged::rules {
namespace {

struct CloseDatabase {
  void operator()(hs_database_t* database) const noexcept { hs_free_database(database); }
};
struct CloseScratch {
  void operator()(hs_scratch_t* scratch) const noexcept { hs_free_scratch(scratch); }
};
using Handle = std::unique_ptr<hs_database_t, CloseDatabase>;
using Scratch = std::unique_ptr<hs_scratch_t, CloseScratch>;

constexpr unsigned kFlags = HS_FLAG_CASELESS | HS_FLAG_SINGLEMATCH | HS_FLAG_ALLOWEMPTY;
constexpr unsigned kMode = HS_MODE_BLOCK;

// Everything a serialized database depends on: the patterns, how they are read, by which version, for which
// processor.
std::string description(const std::vector<ForDatabase>& patterns) {
  hs_platform_info_t platform{};
  hs_populate_platform(&platform);
  std::string text = std::string("vectorscan ") + hs_version() + " tune " + std::to_string(platform.tune) +
                     " features " + std::to_string(platform.cpu_features) + " flags " +
                     std::to_string(kFlags) + " mode " + std::to_string(kMode);
  for (const auto& [pattern, number] : patterns)
    text += "\n" + std::to_string(number) + " " + std::to_string(pattern.size()) + " " + pattern;
  return text;
}

// On a pattern that vectorscan refuses: nothing, and `refused` is its place.
Handle compile(const std::vector<ForDatabase>& patterns, int& refused, std::string& why) {
  std::vector<const char*> texts;
  std::vector<unsigned> numbers;
  for (const auto& [pattern, number] : patterns) {
    texts.push_back(pattern.c_str());
    numbers.push_back(number);
  }
  const std::vector<unsigned> flags(patterns.size(), kFlags);
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  if (hs_compile_multi(texts.data(), flags.data(), numbers.data(), static_cast<unsigned>(texts.size()), kMode,
                       nullptr, &database, &error) == HS_SUCCESS)
    return Handle(database);
  refused = error->expression;
  why = error->message;
  hs_free_compile_error(error);
  return nullptr;
}

// Without the patterns that are refused. Nothing when it is not one pattern's fault: out of memory, or a
// processor it cannot use. Without any pattern left: nothing, and no reason.
Handle compile_what_it_takes(std::vector<ForDatabase>& patterns, std::vector<int>& refused,
                             std::string& why) {
  while (!patterns.empty()) {
    int place = -1;
    if (auto database = compile(patterns, place, why)) return database;
    if (place < 0) return nullptr;
    refused.push_back(static_cast<int>(patterns[static_cast<std::size_t>(place)].number));
    patterns.erase(patterns.begin() + place);
  }
  why.clear();
  return nullptr;
}

domain::Digest key_of(const std::vector<ForDatabase>& patterns) {
  const std::string sum = document::sha256(description(patterns));
  domain::Digest key;
  std::memcpy(key.octets.data(), sum.data(), key.octets.size());
  return key;
}

Handle read(const CachedDatabase& cached) {
  hs_database_t* database = nullptr;
  if (hs_deserialize_database(cached.bytes.data(), cached.bytes.size(), &database) != HS_SUCCESS)
    return nullptr;
  return Handle(database);
}

void keep(PatternCache& cache, const domain::Digest& key, const hs_database_t* database,
          const std::vector<int>& refused) {
  char* bytes = nullptr;
  std::size_t length = 0;
  if (hs_serialize_database(database, &bytes, &length) != HS_SUCCESS) return;
  cache.keep(key, encoded({.bytes = std::string(bytes, length), .refused = refused}));
  std::free(bytes);
}

}  // namespace

struct Database::Impl {
  Handle database;
  Scratch scratch;
};

Database::Database(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Database::~Database() = default;

std::unique_ptr<Database> Database::make(std::vector<ForDatabase> patterns, PatternCache* cache,
                                         std::vector<int>& refused, std::string& why) {
  const auto key = key_of(patterns);
  Handle database;
  if (const auto bytes = cache != nullptr ? cache->find(key) : std::nullopt) {
    const auto cached = decoded(*bytes);
    if (cached) database = read(*cached);
    if (database) refused.insert(refused.end(), cached->refused.begin(), cached->refused.end());
  }
  if (!database) {
    std::vector<int> not_taken;
    database = compile_what_it_takes(patterns, not_taken, why);
    refused.insert(refused.end(), not_taken.begin(), not_taken.end());
    if (database && cache != nullptr) keep(*cache, key, database.get(), not_taken);
  }
  if (!database) return nullptr;
  hs_scratch_t* scratch = nullptr;
  if (hs_alloc_scratch(database.get(), &scratch) != HS_SUCCESS) return why = "out of memory", nullptr;
  auto impl = std::make_unique<Impl>();
  impl->database = std::move(database);
  impl->scratch.reset(scratch);
  return std::unique_ptr<Database>(new Database(std::move(impl)));
}

bool Database::find(std::string_view text, std::vector<int>& found) const {
  const auto note = [](unsigned number, unsigned long long, unsigned long long, unsigned, void* numbers) {
    static_cast<std::vector<int>*>(numbers)->push_back(static_cast<int>(number));
    return 0;
  };
  if (text.size() > std::numeric_limits<unsigned>::max()) return false;
  const std::size_t before = found.size();
  if (hs_scan(impl_->database.get(), text.data(), static_cast<unsigned>(text.size()), 0, impl_->scratch.get(),
              note, &found) == HS_SUCCESS)
    return true;
  found.resize(before);
  return false;
}

std::size_t Database::bytes() const noexcept {
  std::size_t database = 0;
  std::size_t scratch = 0;
  hs_database_size(impl_->database.get(), &database);
  hs_scratch_size(impl_->scratch.get(), &scratch);
  return database + scratch;
}

}  // namespace triaged::rules
