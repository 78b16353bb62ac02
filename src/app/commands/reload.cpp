// triaged reload: has the daemon that holds the store read its configuration anew, and waits until what is in
// the files is what it decides under. Files with errors are shown here and not even tried.
#include <csignal>
#include <ostream>
#include <thread>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <triaged/persist/reader.hpp>
#include <triaged/persist/store_lock.hpp>

#include "app/command.hpp"
#include "app/knowledge.hpp"

namespace triaged::app {
namespace {

constexpr std::chrono::seconds kWait{15};  // reading, compiling, declaring and a commit take about two
constexpr std::chrono::milliseconds kLookAgain{50};

// Under what hubs have told of their admins, which the daemon lays over whatever files it reads.
bool in_force(const std::string& store, engine::Knowledge wanted) {
  const persist::Reader reader(store);
  const auto answer = reader.in_force();
  const auto admins = reader.admins();
  const auto* digests = std::get_if<std::optional<ports::InForce>>(&answer);
  const auto* told = std::get_if<std::vector<ports::AdminRow>>(&admins);
  if (digests == nullptr || told == nullptr) return false;
  wanted.directory = wanted.directory->with_admins(told_of(*told));
  return *digests == engine::digests(wanted);
}

bool comes_into_force(const std::string& store, const engine::Knowledge& wanted) {
  const auto deadline = std::chrono::steady_clock::now() + kWait;
  while (!in_force(store, wanted)) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(kLookAgain);
  }
  return true;
}

}  // namespace

Exit reload(const Common& common, const Streams& streams) {
  const auto configuration = load_or_complain(common, streams);
  if (!configuration) return Exit::configuration;
  const std::string store = configuration->settings.store.path.string();
  const auto candidate = to_knowledge(*configuration);
  const auto wanted = engine::digests(candidate);
  const bool already = in_force(store, candidate);
  const auto told = persist::StoreLock::signal_holder(store, SIGHUP);
  if (const auto* fault = std::get_if<persist::Fault>(&told)) {
    streams.err << fault->text << '\n';
    return Exit::unavailable;
  }
  const auto process = std::get<std::optional<int>>(told);
  if (!process) {
    streams.err << store << ": no daemon has this store; the next one reads the files at its start\n";
    return Exit::unavailable;
  }
  const bool good = already || comes_into_force(store, candidate);
  if (common.json) {
    streams.out << boost::json::serialize(boost::json::object{{"process", *process},
                                                              {"in_force", good},
                                                              {"was_in_force", already},
                                                              {"rules", to_text(wanted.rules)},
                                                              {"directory", to_text(wanted.directory)},
                                                              {"policy", to_text(wanted.policy)}})
                << '\n';
  } else if (already) {
    streams.out << "process " << *process
                << " was told to read its configuration; this one is in force already\n";
  } else if (good) {
    streams.out << "process " << *process << " has put it in force: rules " << to_text(wanted.rules) << '\n';
  }
  if (!good)
    streams.err
        << "process " << *process << " was told, and after " << kWait.count()
        << " s the files are not in force; its log says why (`reload_refused`), unless it was started "
           "with another folder\n";
  return good ? Exit::ok : Exit::check_failed;
}

}  // namespace triaged::app
