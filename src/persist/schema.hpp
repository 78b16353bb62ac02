// Whose file it is, of which version, and how an older one is brought up to date.
#pragma once

#include <span>

#include "connection.hpp"

namespace triaged::persist {

// "tria" in the file's header, where file(1) and SQLite's PRAGMA application_id show it.
inline constexpr std::int64_t kApplicationId = 0x74726961;

// From the version before to `version`. Never changed once released: a new version is a new step.
struct MigrationStep {
  int version;
  const char* sql;
};

// In ascending order of their versions, without gaps.
[[nodiscard]] std::span<const MigrationStep> migration_steps();

// Throws Failure: foreign for another program's database or one that is not empty and bears no mark, newer.
// The version of the file; 0 for an empty one.
[[nodiscard]] int version_of(Connection& connection,
                             std::span<const MigrationStep> steps = migration_steps());

// Runs the steps that are missing, all in one transaction: afterwards the file is of the newest version, or
// as it was.
void migrate(Connection& connection, std::span<const MigrationStep> steps = migration_steps());

}  // namespace triaged::persist
