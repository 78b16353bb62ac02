// TRIAGED_SANITIZED: memory or threads are watched by a sanitizer, which has means and needs of its own.
#pragma once

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define TRIAGED_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define TRIAGED_SANITIZED 1
#endif
#endif
