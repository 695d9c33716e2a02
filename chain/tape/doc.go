// Package tape records what a chain.Source told, the steps and the answers of
// its readers, and plays it back, so that what happened once can be looked at
// again without the chain.
//
// A tape is gzip'd text, a JSON object a line. Open reads it strictly and holds
// it in memory, within a limit.
//
// It must never answer what was not recorded: a question that the tape can't
// answer is an error, not an empty answer.
package tape
