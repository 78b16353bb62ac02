// The port's promises round a Session: one failure ends the session, and only reopen() makes another.
#include <utility>

#include <triaged/persist/sqlite_store.hpp>

#include "schema.hpp"
#include "session.hpp"

namespace triaged::persist {

Answer<std::unique_ptr<SqliteStore>> SqliteStore::open(std::string path, Options options) {
  try {
    auto session = std::make_unique<Session>(path, options, Access::create);
    return std::unique_ptr<SqliteStore>(new SqliteStore(std::move(path), options, std::move(session)));
  } catch (const Failure& failure) {
    return failure.fault();
  }
}

SqliteStore::SqliteStore(std::string path, Options options, std::unique_ptr<Session> session)
    : path_(std::move(path)),
      options_(options),
      session_(std::move(session)),
      version_found_(session_->found_version()),
      crashed_(session_->found_in_use()) {}

int SqliteStore::version_of_this_program() noexcept { return migration_steps().back().version; }

SqliteStore::~SqliteStore() {
  attempt([](Session& session) { session.mark_closed(); });
}

// The session is taken out while it works, so that an exception of any kind leaves none behind.
template <class Work>
bool SqliteStore::attempt(Work work) {
  if (session_ == nullptr) return false;  // last_error_ still says why
  std::unique_ptr<Session> session = std::move(session_);
  try {
    work(*session);
  } catch (const Failure& failure) {
    last_error_ = failure.what();
    return false;
  }
  session_ = std::move(session);
  return true;
}

ports::CommitResult SqliteStore::commit(const ports::Batch& batch) {
  if (session_ != nullptr) session_->refuse_wrong(batch);
  return attempt([&](Session& session) { session.write(batch); }) ? ports::CommitResult::committed
                                                                  : ports::CommitResult::unknown;
}

std::optional<ports::Recalled> SqliteStore::fetch(const ports::Recall& keys) {
  std::optional<ports::Recalled> recalled;
  attempt([&](Session& session) { recalled = session.recall(keys); });
  return recalled;
}

std::optional<ports::Image> SqliteStore::load() {
  std::optional<ports::Image> image;
  attempt([&](Session& session) { image = session.image(); });
  if (image) image->crashed = crashed_;
  return image;
}

std::optional<std::uint64_t> SqliteStore::reopen() {
  session_.reset();
  try {
    auto session = std::make_unique<Session>(path_, options_, Access::existing);
    session->checkpoint();
    session_ = std::move(session);
    return session_->last_batch();
  } catch (const Failure& failure) {
    last_error_ = failure.what();
    return std::nullopt;
  }
}

}  // namespace triaged::persist
