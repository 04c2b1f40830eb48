import { describe, expect, it } from "vitest";
import { answerIn } from "@/features/people/access/answer";

describe("what the provider put into the address", () => {
  it("is a code, or an error instead", () => {
    expect(answerIn("?code=c&state=s&iss=https%3A%2F%2Fid.example.org")).toEqual({ state: "s", code: "c", iss: "https://id.example.org" });
    expect(answerIn("?error=access_denied&error_description=no&state=s")).toEqual({ state: "s", error: "access_denied" });
  });

  it("is nobody's word when it comes twice, and nothing when it does not come", () => {
    expect(answerIn("?code=a&code=b&state=s&state=t")).toEqual({ state: "" });
    expect(answerIn("")).toEqual({ state: "" });
  });
});
