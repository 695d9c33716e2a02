package client

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// message is one server-sent event. One without data only says how far the
// stream has come.
type message struct {
	id, event, data string
	// retry is how long to wait before coming back; zero if it wasn't said.
	retry time.Duration
}

// messageBytes is the longest line of a stream.
const messageBytes = 4 << 20

// readMessages gives a stream's events to fn, until the stream ends or fn fails.
func readMessages(stream io.Reader, fn func(message) error) error {
	lines := bufio.NewScanner(stream)
	lines.Buffer(make([]byte, 0, 64<<10), messageBytes)
	var m message
	var data []string
	for lines.Scan() {
		line := lines.Text()
		if line == "" {
			m.data = strings.Join(data, "\n")
			if err := fn(m); err != nil {
				return err
			}
			m, data = message{}, nil
			continue
		}
		field, value, _ := strings.Cut(line, ":")
		value = strings.TrimPrefix(value, " ")
		switch field {
		case "id":
			m.id = value
		case "event":
			m.event = value
		case "data":
			data = append(data, value)
		case "retry":
			if ms, err := strconv.ParseUint(value, 10, 31); err == nil {
				m.retry = time.Duration(ms) * time.Millisecond
			}
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("reading the stream: %w", err)
	}
	return fmt.Errorf("reading the stream: %w", io.ErrUnexpectedEOF)
}
