package metrics

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// labelLength is the most that a label value holds, in runes.
const labelLength = 64

// clean makes a label value of any text: printable, of bounded length.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return '_'
		}
		return r
	}, text)
	if runes := []rune(text); len(runes) > labelLength {
		text = string(runes[:labelLength])
	}
	return text
}

// other stands for all markets of deployments in which anybody can create some.
const other = "other"

// marketLabel is the label of a market: the deployment's name where it is one
// market.
func marketLabel(deployment, market string) string {
	if market != "" {
		return other
	}
	return clean(deployment)
}
