// Package config reads what an operator wrote: one YAML file, presets that come
// with the program, the environment and flags. It answers with a [Config] that
// is complete and checked, or with every mistake at once, each with the file
// and line where it stands and the way to mend it.
//
// A value comes from the first of these that gives it: a flag, the environment
// (BRINK_ and the key in capitals, dots as underscores), the file, the chain's
// preset, the default. Flags and the environment reach the plain settings; what
// stands in lists (accounts, chains) comes from the file, where any text may
// name an environment variable as ${NAME}.
//
// Every accepted key is a field of the structs in this package: decoding,
// environment, flags, the reference in docs/config.md and "config show" are all
// derived from them, so that a field is written once.
//
// The package must never reach for the network, know a protocol by name (the
// caller says which exist), or put a secret into an error or a log. Only
// cmd imports it; every other package takes options of its own.
package config
