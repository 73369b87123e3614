# Raises its limits.
# expect: contained
# verdict: WA
import resource

names = [name for name in dir(resource) if name.startswith("RLIMIT_")]
before = {name: resource.getrlimit(getattr(resource, name))[1] for name in names}
for name in names:
    try:
        resource.setrlimit(getattr(resource, name), (resource.RLIM_INFINITY,) * 2)
    except (OSError, ValueError):
        pass
raised = [
    name for name in names if resource.getrlimit(getattr(resource, name))[1] != before[name]
]
print("contained" if not raised else f"raised {raised}")
