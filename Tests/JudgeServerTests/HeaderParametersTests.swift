import Testing

@testable import JudgeServer

@Suite struct HeaderParametersTests {
  @Test(arguments: [
    ("form-data; name=file", "file"),
    ("form-data;name=file", "file"),
    ("form-data; NAME=file", "file"),
    ("form-data; \t name=file \t", "file"),
    ("form-data; name=\"file\"", "file"),
    ("form-data; filename=\"a; name=b\"; name=c", "c"),
    ("form-data; name=\"a;b=c\\\"d\\\\e\"; x=y", "a;b=c\"d\\e"),
    ("form-data; name=\"\"", ""),
    ("form-data; name=", ""),
    ("form-data; name=\"never closed", "never closed"),
    ("form-data; name=\"a\\", "a\\"),
    ("form-data; name=a=b", "a=b"),
    ("form-data; x; name=a", "a"),
    ("form-data;; ;name=a", "a"),
    ("form-data; name=a; name=b", "a"),
    ("form-data; name=\"é\"", "é"),
  ])
  func `a parameter is found`(field: String, expected: String) {
    #expect(HeaderParameters.value(of: "name", in: field) == expected)
  }

  @Test func `a content type has parameters`() {
    let field = "a/b; Charset=\"utf-8\"; boundary=x;y"
    #expect(HeaderParameters.value(of: "charset", in: field) == "utf-8")
    #expect(HeaderParameters.value(of: "boundary", in: field) == "x")
    #expect(HeaderParameters.value(of: "a", in: field) == nil)
  }

  @Test(arguments: ["", "form-data", "name=a", "form-data; filename=a", "form-data; name", ";"])
  func `a parameter that is not there is not found`(field: String) {
    #expect(HeaderParameters.value(of: "name", in: field) == nil)
  }
}
