print("asyncjudge")
