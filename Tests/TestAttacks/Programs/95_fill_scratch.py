# Fills its private scratch directory of 1 MiB with large files and with many.
# expect: contained
# verdict: WA
# scratch: 1 MiB
import os

written = files = 0
for directory in range(100):
    try:
        os.mkdir(f"/tmp/{directory}")
        for file in range(1000):
            with open(f"/tmp/{directory}/{file}", "wb") as target:
                files += 1
                written += target.write(b"x" * (1 << 19 if file == 0 else 0))
                target.flush()
    except OSError:
        pass
print("contained" if written <= 8 << 20 and files <= 4096 else f"{written} bytes, {files} files")
