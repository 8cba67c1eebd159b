"use strict";

// Everything here came from strangers: it is only ever set as text.
const most = 200;
const rows = document.getElementById("verifications");
const connection = document.getElementById("connection");
const counts = { accepted: 0, refused: 0 };

document.getElementById("origin").textContent = location.origin;

function cell(row, text, className) {
  const td = row.insertCell();
  td.textContent = text;
  if (className) td.className = className;
}

function show(verification) {
  const isAccepted = verification.verdict === "Valid" && verification.answer !== 401;
  const kind = isAccepted ? "accepted" : "refused";
  const row = rows.insertRow(0);
  row.className = kind;
  cell(row, new Date(verification.time).toISOString().slice(11, 23), "time");
  cell(row, verification.scheme);
  cell(row, verification.key);
  cell(row, verification.method + " " + verification.path);
  cell(row, verification.answer, "status");
  cell(row, verification.verdict, "reason");
  cell(row, verification.milliseconds.toFixed(2) + " ms", "number");
  cell(row, verification.remaining ?? "", "number");
  while (rows.rows.length > most) rows.deleteRow(-1);

  counts[kind]++;
  document.getElementById(kind).textContent = counts[kind];
  document.getElementById("none").hidden = true;
}

const events = new EventSource("dashboard/verifications");
events.onopen = () => {
  // The server begins with the latest ones again.
  rows.replaceChildren();
  for (const kind in counts) document.getElementById(kind).textContent = counts[kind] = 0;
  connection.textContent = "live";
  connection.className = "on";
};
events.onerror = () => {
  connection.textContent = "connecting";
  connection.className = "off";
};
events.onmessage = message => show(JSON.parse(message.data));
