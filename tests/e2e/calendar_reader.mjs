// Reads iCalendar as ical.js does, for tests that compare it with another reader.
// Each line of input is a JSON string with an iCalendar object; each line of output is what ical.js found in it.
import ICAL from "ical.js";
import { createInterface } from "node:readline";

const MOST = 2000;

for await (const input of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(read(JSON.parse(input)))}\n`);
}

function read(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const events = calendar.getAllSubcomponents("vevent").map((each) => new ICAL.Event(each));
  const masters = events.filter((event) => !event.isRecurrenceException());
  const lonely = events.filter((event) => event.isRecurrenceException() && !masters.some((one) => one.uid === event.uid));
  return {
    method: calendar.getFirstPropertyValue("method"),
    name: calendar.getFirstPropertyValue("x-wr-calname"),
    found: [...masters.flatMap(expanded), ...lonely.map((event) => shown(event, event.startDate, event.endDate))],
  };
}

function expanded(event) {
  if (!event.isRecurring()) return [shown(event, event.startDate, event.endDate)];
  const iterator = event.iterator();
  const found = [];
  for (let next = iterator.next(); next && found.length < MOST; next = iterator.next()) {
    const details = event.getOccurrenceDetails(next);
    found.push(shown(details.item, details.startDate, details.endDate));
  }
  return found;
}

function shown(event, start, end) {
  const part = event.component;
  return {
    uid: event.uid,
    start: start.toUnixTime(),
    end: end.toUnixTime(),
    title: event.summary,
    about: event.description,
    location: event.location,
    url: part.getFirstPropertyValue("url"),
    status: part.getFirstPropertyValue("status"),
    sequence: event.sequence,
    people: [...part.getAllProperties("organizer"), ...part.getAllProperties("attendee")].map((one) => ({
      name: one.getParameter("cn"),
      address: one.getFirstValue(),
      rsvp: one.getParameter("rsvp") ?? null,
    })),
    properties: part.getAllProperties().map((property) => property.name).sort(),
  };
}
