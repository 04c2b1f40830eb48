"""HTTP plumbing: routes from typed functions, problems, cookies, limits, security headers, the built client.

What it guarantees to the slices behind it (each line is held by a test in `tests/roundtable/http/`):

- **Who.** The caller comes from the cookie alone. An unsafe method needs an `Origin` of ours, and with a sign-in the
  CSRF token of that sign-in.
- **What.** Path, query and body were validated; unknown fields are refused; bodies are bounded before they are read.
- **How often.** Limits count by address, taken from the socket unless a listed proxy says otherwise.
- **Errors.** Every refusal is `application/problem+json` (RFC 9457) with a stable code; nothing internal is told.
- **Pages.** A strict Content-Security-Policy without inline code; nobody may frame us.
"""
