// Package web answers over HTTP: what is known now, what the log holds, the
// stream of what happens, the probes and the page.
//
// It must never buffer for a slow reader, show an old number as a live one, or
// answer a name that it isn't known by. It knows neither engine nor protocols:
// what is known now comes through the interface Live.
package web
