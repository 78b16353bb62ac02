#include <stdexcept>
#include <unordered_map>

#include <boost/asio/post.hpp>

#include <triaged/bridges/bridge.hpp>

#include "bridges/exchange.hpp"
#include "bridges/tls.hpp"

namespace triaged::bridges {
namespace {

std::shared_ptr<OtherSide> other_side(Settings settings) {
  std::string why;
  auto address = parse_url(settings.kind, settings.url, why);
  const auto bridge = "the bridge to " + std::string(name(settings.kind)) + ": ";
  if (!address) throw std::runtime_error(bridge + "its URL cannot be used: " + why);
  if (!is_sound_secret(settings.secret))
    throw std::runtime_error(bridge + "its secret must be one line of printable ASCII without blanks");
  auto result =
      std::make_shared<OtherSide>(OtherSide{std::move(settings), std::move(*address), std::nullopt});
  if (result->address.tls) result->tls.emplace(tls_context(result->settings.ca_file));
  return result;
}

}  // namespace

// Shared with what is posted: an engine may publish while the bridge comes to its end.
class Bridge::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(boost::asio::io_context& io, Settings settings, Answers answers)
      : io_(io), other_side_(other_side(std::move(settings))), answers_(std::move(answers)) {}

  [[nodiscard]] const std::string& where() const noexcept { return other_side_->address.where; }

  void publish(std::uint64_t link, std::vector<ports::Publication> publications) {
    boost::asio::post(io_, [self = shared_from_this(), link, publications = std::move(publications)] {
      if (self->stopped_ || link < self->link_) return;
      if (link > self->link_) self->break_off();
      self->link_ = link;
      for (const auto& publication : publications) self->send(publication);
    });
  }

  void stop() {
    stopped_ = true;
    break_off();
  }

 private:
  void break_off() {
    for (const auto& [number, exchange] : exchanges_) exchange->drop();
    exchanges_.clear();
  }

  void send(const ports::Publication& publication) {
    auto request = to_request(other_side_->settings, other_side_->address, *publication.message);
    if (!request) {
      answers_(link_, {{.sequence = publication.sequence,
                        .result = ports::PublishResult::refused,
                        .wait = {},
                        .why = "it cannot be sent: its body is no JSON object"}});
      return;
    }
    const auto number = ++last_;
    auto exchange = std::make_shared<Exchange>(
        io_, other_side_, std::move(*request),
        [this, number, sequence = publication.sequence](ports::Published published) {
          exchanges_.erase(number);
          published.sequence = sequence;
          answers_(link_, {std::move(published)});
        });
    exchanges_.emplace(number, exchange);
    exchange->start();
  }

  boost::asio::io_context& io_;
  const std::shared_ptr<OtherSide> other_side_;
  const Answers answers_;
  std::unordered_map<std::uint64_t, std::shared_ptr<Exchange>> exchanges_;  // under way
  std::uint64_t last_ = 0;
  std::uint64_t link_ = 0;  // of what is under way
  bool stopped_ = false;
};

Bridge::Bridge(boost::asio::io_context& io, Settings settings, Answers answers)
    : impl_(std::make_shared<Impl>(io, std::move(settings), std::move(answers))) {}
Bridge::~Bridge() { impl_->stop(); }

const std::string& Bridge::where() const noexcept { return impl_->where(); }
void Bridge::publish(std::uint64_t link, std::vector<ports::Publication> publications) {
  impl_->publish(link, std::move(publications));
}
void Bridge::declare(const std::string&) {}
void Bridge::stop() { impl_->stop(); }

}  // namespace triaged::bridges
