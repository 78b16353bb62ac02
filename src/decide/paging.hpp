// Who is paged of an incident, one level after the other, until somebody acknowledges it. A page counts as
// taken only then: a level where nobody is on duty, whose queue nobody consumes, or that refuses the page
// falls back to the next one.
#pragma once

#include "decide/incident_change.hpp"

namespace triaged::decide {

void page_first(IncidentChange& change, const std::string& why);        // from the first level on
void page_next(IncidentChange& change, const std::string& why);         // nobody has taken the last page
void page_was_refused(IncidentChange& change, const std::string& why);  // for good, by other on-call tooling
void page_held(IncidentChange& change);                                 // somebody has come on duty
void watch_attendance(IncidentChange& change);  // has anybody consumed the last page's queue?
void stop_paging(IncidentChange& change);

}  // namespace triaged::decide
