/** The zones this browser knows, by continent. The server knows them under the same names. */
export function zoneChoices(): { value: string; text: string; group: string }[] {
  return Intl.supportedValuesOf("timeZone")
    .filter((zone) => zone.includes("/") && !zone.startsWith("Etc/"))
    .map((value) => {
      const [group = "", ...place] = value.split("/");
      return { value, group, text: `${place.join(" / ").replaceAll("_", " ")} (${offsetOf(value)})` };
    });
}

function offsetOf(zone: string): string {
  const parts = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "shortOffset" }).formatToParts(new Date());
  return (parts.find((part) => part.type === "timeZoneName")?.value ?? "").replace("GMT", "UTC");
}
