#include "texts.hpp"

#include <array>
#include <span>

namespace bench {
namespace {

struct Pattern {
  std::string_view subject;
  std::string_view body;
};

// Words in braces are filled in from the lists below, {n} by a number.
constexpr std::array user_situations{
    Pattern{"How do I export {file} as PDF?",
            "I have to hand in {file} for {course} by {day}. Which menu makes a PDF of it, and does it keep "
            "the figures?"},
    Pattern{"{package} cannot be imported",
            "The first cell of {file} stops at import {package}: no module named so. It worked in {course} "
            "last term."},
    Pattern{"403 after signing in",
            "Since {day} I get 403 forbidden when I sign in for {course}. My account is the one of my "
            "department and I am user number {n} on the list."},
    Pattern{"Kernel died while reading {file}",
            "The kernel dies each time I read {file} with {package}. It has about {n} thousand rows. Is that "
            "too much?"},
    Pattern{"My notebook {file} has vanished",
            "Yesterday {file} was in my home folder, today the folder is empty. It holds {n} hours of work "
            "for {course}."},
    Pattern{"Very slow since {day}",
            "Opening {file} takes {n} minutes now, it used to be seconds. Others beside me in {course} do "
            "not see it."},
    Pattern{"May I join {course}?",
            "I enrolled late for {course} and am not on the list yet. Could somebody add me before {day}?"},
    Pattern{
        "Link for {course} does not pull the new sheet",
        "The nbgitpuller link of {course} still gives me week {n}. A merge conflict is shown for {file}."},
    Pattern{"Where is the shared folder?",
            "Our tutor for {course} said that {file} lies in a shared folder. Where can I find it, and may I "
            "write there?"},
    Pattern{"Terminal asks for a password",
            "When I use git in the terminal for {file} it asks for a password that I do not have. What is "
            "the right way here?"},
    Pattern{"Plot window stays empty",
            "With {package} the plots of {file} stay white. I tried {n} times and another browser as well."},
    Pattern{
        "Nobody in {course} can start a server",
        "All {n} students of {course} see that the server did not start in time. We sit in the room now."},
};

constexpr std::array admin_situations{
    Pattern{"Please add {package} to the image",
            "For {course} we need {package} from {day} on. Our environment file is ready; could the image be "
            "rebuilt with it?"},
    Pattern{"More memory for {course}",
            "The {n} people of {course} work on {file}, which needs 8 GB of RAM each. Can the larger profile "
            "be offered to them?"},
    Pattern{
        "Make a colleague an administrator",
        "A colleague takes over {course} on {day}. Please give her admin rights and remove mine afterwards."},
    Pattern{"Is there a report of who uses {package}?",
            "For the yearly review I would like to know how many people use {package}. Is there a dashboard "
            "I have missed?"},
    Pattern{"Home folder nearly full",
            "The volume for {course} shows {n} percent used and grows daily because of {file}. What can we "
            "remove?"},
    Pattern{"Users cannot log in",
            "Since {day} several users report that they cannot log in: the page loops back to the start. "
            "About {n} people are hit."},
    Pattern{"Token of our bucket expires",
            "The service account that {file} is read with expires on {day}. Please rotate the credentials."},
    Pattern{"Remove accounts of last term",
            "There are {n} inactive accounts from {course}. We would like to delete their home directories "
            "before {day}."},
};

constexpr std::array representative_situations{
    Pattern{"Workshop on {day} with {n} people",
            "We run a workshop on {course} with {n} participants. It begins on {day} at nine; please have "
            "servers ready before."},
    Pattern{"Invoice for the last quarter",
            "Our accounts office asks which cloud costs belong to {course}. Could the invoice name them, and "
            "the period?"},
    Pattern{"Renewal of our agreement",
            "Our contract ends soon. We would like to renew it and talk about {course}, which may grow by "
            "{n} people."},
    Pattern{"GPUs for {course}",
            "The group around {course} wants to train models with {package} and asks for GPUs for {n} weeks. "
            "What would it cost us?"},
    Pattern{"Please move us to the newest image",
            "We tested the image with {package} on staging until {day}. Please update the tag in production "
            "when it suits you."},
    Pattern{
        "A second hub for teaching",
        "For {course} we would like a new hub of our own with {n} places, apart from the one for research."},
    Pattern{"The hub is down",
            "Nobody can reach the hub since this morning; the page answers 502. {n} people of {course} are "
            "waiting."},
    Pattern{
        "Another address for the hub",
        "We would like to use a custom domain from {day} on; our computing centre can set the DNS record."},
};

constexpr std::array details{
    "I tried it again on {day} and it was the same.",
    "The notebook in question is {file}.",
    "It concerns {course} and nobody else as far as I know.",
    "There is no hurry, but {day} would be good.",
    "My colleague with the same account type sees {n} of them.",
    "I use {package} for nearly everything there.",
    "Sorry if this is the wrong place to ask.",
    "In the browser's console I see number {n} and nothing else.",
    "Before the holidays it took about {n} seconds.",
    "We have {n} rooms to look after, so please tell us early.",
    "Thank you for keeping this running!",
    "If you need more, I am at my desk until {day}.",
    "The version of {package} seems to be from last year.",
    "Attached would be a picture, but the form did not take it.",
};

constexpr std::array files{"week-03.ipynb", "field data.csv", "tides.nc",         "model_run.py",
                           "essay.Rmd",     "grades.xlsx",    "rainfall.parquet", "solution.ipynb",
                           "survey_2.csv",  "glacier.zarr",   "notes.md"};
constexpr std::array packages{"xarray",   "geopandas", "torch",     "seaborn", "pymc",
                              "rasterio", "tidyverse", "holoviews", "dask",    "scikit-image",
                              "cartopy",  "astropy",   "networkx"};
constexpr std::array courses{"Hydrology II", "STAT 204",       "Ocean Modelling",      "the ecology seminar",
                             "BIO 110",      "Remote Sensing", "the thesis group",     "Data Ethics",
                             "PHYS 330",     "Soil Science",   "the summer programme", "Econometrics"};
constexpr std::array days{"Monday", "Tuesday", "Wednesday", "Thursday",
                          "Friday", "3 March", "12 May",    "1 October"};

template <class List>
std::string_view any(const List& list, Chance& chance) {
  return list[draw(chance, list.size())];
}

std::string word(std::string_view name, Chance& chance) {
  constexpr std::size_t number_max = 300;
  if (name == "file") return std::string(any(files, chance));
  if (name == "package") return std::string(any(packages, chance));
  if (name == "course") return std::string(any(courses, chance));
  if (name == "day") return std::string(any(days, chance));
  return std::to_string(2 + draw(chance, number_max));
}

std::string fill(std::string_view pattern, Chance& chance) {
  std::string filled;
  while (true) {
    const auto open = pattern.find('{');
    filled += pattern.substr(0, open);
    if (open == std::string_view::npos) return filled;
    const auto close = pattern.find('}', open);
    filled += word(pattern.substr(open + 1, close - open - 1), chance);
    pattern.remove_prefix(close + 1);
  }
}

std::span<const Pattern> situations(Role role) {
  switch (role) {
    case Role::user:
      return user_situations;
    case Role::admin:
      return admin_situations;
    case Role::representative:
      return representative_situations;
  }
  return {};
}

}  // namespace

std::size_t draw(Chance& chance, std::size_t below) { return static_cast<std::size_t>(chance() % below); }

Text situation(Role role, Chance& chance) {
  const auto choice = situations(role);
  const Pattern& pattern = choice[draw(chance, choice.size())];
  std::string subject = fill(pattern.subject, chance);
  return {std::move(subject), fill(pattern.body, chance)};
}

std::string detail(Chance& chance) { return ' ' + fill(any(details, chance), chance); }

}  // namespace bench
