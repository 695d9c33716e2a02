package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
)

// outputFormat is how a command prints what it found: the value of -o.
type outputFormat string

const (
	outputTable  outputFormat = "table"
	outputJSON   outputFormat = "json"
	outputCSV    outputFormat = "csv"
	outputNDJSON outputFormat = "ndjson"
)

var outputFormats = []string{string(outputTable), string(outputJSON), string(outputCSV), string(outputNDJSON)}

// addFlag gives a command the flag -o.
func (f *outputFormat) addFlag(command *cobra.Command) {
	*f = outputTable
	command.Flags().VarP(f, "output", "o", strings.Join(outputFormats, ", "))
	// Fails only for a flag that doesn't exist.
	_ = command.RegisterFlagCompletionFunc("output", cobra.FixedCompletions(outputFormats, cobra.ShellCompDirectiveNoFileComp))
}

func (f *outputFormat) String() string { return string(*f) }

// Type names the kind of value in the help text.
func (f *outputFormat) Type() string { return "format" }

// Set reads the flag.
func (f *outputFormat) Set(text string) error {
	if !slices.Contains(outputFormats, text) {
		return fmt.Errorf("must be one of %s", strings.Join(outputFormats, ", "))
	}
	*f = outputFormat(text)
	return nil
}

// tone is how a cell looks on a terminal that shows colours.
type tone string

const (
	plain tone = ""
	good  tone = "\x1b[32m"
	warn  tone = "\x1b[33m"
	bad   tone = "\x1b[31m"
	head  tone = "\x1b[1m"
	reset tone = "\x1b[0m"
)

// column is one column of a table or CSV of T.
type column[T any] struct {
	name  string
	right bool // aligned to the right, as numbers are
	text  func(T) string
	tone  func(T) tone // nil: plain
}

// writeList prints items: as a table or CSV by columns, as JSON (one array) or
// NDJSON (one item a line) by the items' own encoding. Colours are used on a
// terminal alone, and never when NO_COLOR is set.
func writeList[T any](w io.Writer, format outputFormat, columns []column[T], items []T) error {
	switch format {
	case outputJSON:
		if items == nil {
			items = []T{} // [] and not null
		}
		encoder := json.NewEncoder(w)
		encoder.SetIndent("", "  ")
		return encoder.Encode(items)
	case outputNDJSON:
		encoder := json.NewEncoder(w)
		for _, item := range items {
			if err := encoder.Encode(item); err != nil {
				return err
			}
		}
		return nil
	case outputCSV:
		return writeCSV(w, columns, items)
	default:
		return writeTable(w, columns, items, isTerminal(w) && os.Getenv("NO_COLOR") == "")
	}
}

func writeCSV[T any](w io.Writer, columns []column[T], items []T) error {
	out := csv.NewWriter(w)
	row := make([]string, len(columns))
	for i, column := range columns {
		row[i] = strings.ToLower(strings.ReplaceAll(column.name, " ", "_"))
	}
	if err := out.Write(row); err != nil {
		return err
	}
	for _, item := range items {
		for i, column := range columns {
			row[i] = column.text(item)
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func writeTable[T any](w io.Writer, columns []column[T], items []T, colours bool) error {
	widths := make([]int, len(columns))
	for i, column := range columns {
		widths[i] = utf8.RuneCountInString(column.name)
		for _, item := range items {
			widths[i] = max(widths[i], utf8.RuneCountInString(oneLine(column.text(item))))
		}
	}
	var out strings.Builder
	line := func(cell func(i int) (string, tone)) {
		for i, column := range columns {
			text, look := cell(i)
			gap := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(text))
			if look != plain && colours {
				text = string(look) + text + string(reset)
			}
			switch last := i == len(columns)-1; {
			case column.right:
				text = gap + text
			case !last:
				text += gap
			}
			if i > 0 {
				out.WriteString("  ")
			}
			out.WriteString(text)
		}
		out.WriteByte('\n')
	}
	line(func(i int) (string, tone) { return columns[i].name, head })
	for _, item := range items {
		line(func(i int) (string, tone) {
			look := plain
			if columns[i].tone != nil {
				look = columns[i].tone(item)
			}
			return oneLine(columns[i].text(item)), look
		})
	}
	_, err := io.WriteString(w, out.String())
	return err
}
