package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"brink/config"
)

// ask fills in what the flags left out by asking on the terminal. A wrong
// answer is explained and asked again.
func (a *app) ask(w *wishes) error {
	answers := bufio.NewReader(a.stdin)
	if len(w.chains) == 0 {
		fmt.Fprintf(a.stdout, "Presets: %s\n", strings.Join(config.PresetNames(), ", "))
		answer, err := a.question(answers, "Chains to follow, with spaces between", "ethereum", func(text string) error {
			for name := range strings.FieldsSeq(text) {
				if _, err := config.PresetYAML(name); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		w.chains = strings.Fields(answer)
	}
	if len(w.rpcs) == 0 && !w.public {
		for _, chain := range w.chains {
			answer, err := a.question(answers, "URL of a node of "+chain, "${"+variableOf(chain)+"}", func(text string) error {
				_, _, err := assign(chain+"="+text, []string{chain})
				return err
			})
			if err != nil {
				return err
			}
			w.rpcs = append(w.rpcs, chain+"="+answer)
		}
	}
	if len(w.accounts) == 0 {
		answer, err := a.question(answers, "Accounts to name, as 0x… or NAME=0x…", "none", func(text string) error {
			_, err := readAccounts(accountsIn(text))
			return err
		})
		if err != nil {
			return err
		}
		w.accounts = accountsIn(answer)
	}
	return nil
}

func accountsIn(answer string) []string {
	return slices.DeleteFunc(strings.Fields(answer), func(text string) bool { return text == "none" })
}

// question asks until check has no objection; an empty answer means usual.
func (a *app) question(answers *bufio.Reader, text, usual string, check func(string) error) (string, error) {
	for {
		fmt.Fprintf(a.stdout, "%s [%s]: ", text, usual)
		line, err := answers.ReadString('\n')
		answer := strings.TrimSpace(line)
		if errors.Is(err, io.EOF) && answer == "" {
			return "", errors.New("the answers ended before the last question; give flags instead, see brink init --help")
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return "", fmt.Errorf("reading the answer: %w", err)
		}
		if answer == "" {
			answer = usual
		}
		objection := check(answer)
		if objection == nil {
			return answer, nil
		}
		fmt.Fprintf(a.stdout, "  %s\n", oneLine(objection.Error()))
	}
}
