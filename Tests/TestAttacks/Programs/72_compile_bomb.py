# A compile bomb: the code of a `finally` is emitted twice, this one 2^19 times.
# expect: fails to compile
# verdict: CE
try: a()
finally:
 try: a()
 finally:
  try: a()
  finally:
   try: a()
   finally:
    try: a()
    finally:
     try: a()
     finally:
      try: a()
      finally:
       try: a()
       finally:
        try: a()
        finally:
         try: a()
         finally:
          try: a()
          finally:
           try: a()
           finally:
            try: a()
            finally:
             try: a()
             finally:
              try: a()
              finally:
               try: a()
               finally:
                try: a()
                finally:
                 try: a()
                 finally:
                  try: a()
                  finally:
                   b(c, d, e, f, g, h)
