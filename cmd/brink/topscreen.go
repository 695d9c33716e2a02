package main

import (
	"strings"
	"time"
	"unicode"

	"brink/web"

	tea "charm.land/bubbletea/v2"
)

// The tabs of the screen.
const (
	positionsTab = iota
	liquidationsTab
	chainsTab
	tabs
)

var tabNames = [tabs]string{"positions", "liquidations", "chains"}

// tabSorts are the orders of each tab's rows, the usual one first.
var tabSorts = [tabs][]string{
	{string(web.ByHealth), string(web.ByDebt), string(web.ByCollateral)},
	{"newest", "largest"},
	{"name"},
}

// screen is what top shows and how far the user has got with it. It is a
// value: each message makes a new one.
type screen struct {
	server  string
	every   time.Duration
	colours bool
	look    func(web.Sort) sight

	// seen is the last good answer; trouble says why there has been none since.
	seen    sight
	trouble error
	now     time.Time

	tab    int
	row    [tabs]int // the selected row
	sorted [tabs]int // which of tabSorts
	filter string
	typing bool // the filter is being typed
	asking bool // an answer is under way

	width, height int
}

type (
	// tick moves the clock of the screen.
	tick time.Time
	// due says that it is time to ask again.
	due struct{}
)

// Init implements tea.Model.
func (s screen) Init() tea.Cmd { return tea.Batch(dueNow, ticking()) }

func dueNow() tea.Msg { return due{} }

func ticking() tea.Cmd { return tea.Tick(time.Second, func(t time.Time) tea.Msg { return tick(t) }) }

// ask looks in the order of the positions' tab.
func (s screen) ask() tea.Msg {
	return s.look(web.Sort(tabSorts[positionsTab][s.sorted[positionsTab]]))
}

// Update implements tea.Model.
func (s screen) Update(m tea.Msg) (tea.Model, tea.Cmd) {
	switch m := m.(type) {
	case tea.WindowSizeMsg:
		s.width, s.height = m.Width, m.Height
	case tick:
		s.now = time.Time(m)
		return s, ticking()
	case due:
		if s.asking {
			return s, nil
		}
		s.asking = true
		return s, s.ask
	case sight:
		s.asking, s.trouble = false, m.err
		if m.err == nil {
			s.seen, s.now = m, m.at
		}
		return s, tea.Tick(s.every, func(time.Time) tea.Msg { return due{} })
	case tea.KeyPressMsg:
		if s.typing {
			return s.typed(m), nil
		}
		return s.pressed(m)
	}
	return s, nil
}

// typed takes a key as part of the filter.
func (s screen) typed(key tea.KeyPressMsg) screen {
	switch key.String() {
	case "enter":
		s.typing = false
	case "esc", "ctrl+c":
		s.typing, s.filter = false, ""
	case "backspace":
		if text := []rune(s.filter); len(text) > 0 {
			s.filter = string(text[:len(text)-1])
		}
	default:
		s.filter += strings.Map(func(r rune) rune {
			if unicode.IsPrint(r) {
				return r
			}
			return -1
		}, key.Key().Text)
	}
	s.row[s.tab] = 0
	return s
}

// pressed takes a key as a command.
func (s screen) pressed(key tea.KeyPressMsg) (tea.Model, tea.Cmd) {
	page := max(1, s.room()-1)
	switch name := key.String(); name {
	case "q", "ctrl+c":
		return s, tea.Quit
	case "tab", "right", "l":
		s.tab = (s.tab + 1) % tabs
	case "shift+tab", "left", "h":
		s.tab = (s.tab + tabs - 1) % tabs
	case "1", "2", "3":
		s.tab = int(name[0] - '1')
	case "/":
		s.typing = true
	case "esc":
		s.filter = ""
	case "up", "k":
		s.move(-1)
	case "down", "j":
		s.move(1)
	case "pgup":
		s.move(-page)
	case "pgdown", "space":
		s.move(page)
	case "home", "g":
		s.row[s.tab] = 0
	case "end", "G":
		s.row[s.tab] = max(0, s.sheet().rows-1)
	case "s":
		s.sorted[s.tab] = (s.sorted[s.tab] + 1) % len(tabSorts[s.tab])
		s.row[s.tab] = 0
		if s.tab == positionsTab {
			return s, dueNow
		}
	case "r":
		return s, dueNow
	}
	return s, nil
}

// move selects another row.
func (s *screen) move(by int) {
	s.row[s.tab] = max(0, min(s.row[s.tab]+by, s.sheet().rows-1))
}
