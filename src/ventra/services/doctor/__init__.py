"""`ventra doctor`: the checklist of security and health as code. docs/doctor.md lists every check."""
