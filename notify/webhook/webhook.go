// Package webhook posts messages as signed JSON, as the Standard Webhooks
// specification has it: webhook-id, webhook-timestamp, and a signature by each
// secret over both and the body. It must never send a body that isn't signed.
package webhook

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"brink/feed"
	"brink/notify"
)

// Options are a receiver and the secrets that it knows.
type Options struct {
	URL string
	// Secrets are written whsec_ and base64; all sign, so that one can replace
	// another.
	Secrets []string
	Client  *http.Client
}

// Sender posts to one receiver.
type Sender struct {
	opt  Options
	keys [][]byte
}

// ErrSecret is returned for secrets that aren't as they must be.
var ErrSecret = errors.New("a webhook's secret is whsec_ and 24 to 64 bytes in base64")

// New makes a sender.
func New(opt Options) (*Sender, error) {
	s := &Sender{opt: opt}
	for _, secret := range opt.Secrets {
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
		if err != nil || len(key) < 24 || len(key) > 64 {
			return nil, ErrSecret
		}
		s.keys = append(s.keys, key)
	}
	if len(s.keys) == 0 {
		return nil, ErrSecret
	}
	return s, nil
}

// Payload is the body of a webhook.
type Payload struct {
	Type      string    `json:"type" enum:"alert.v1,alert.digest.v1"`
	Timestamp time.Time `json:"timestamp"`
	Data      any       `json:"data"`
}

// Batch is the data of a digest.
type Batch struct {
	Alerts []feed.Alert `json:"alerts"`
	// Omitted is how many more there were than fit.
	Omitted int `json:"omitted"`
}

// bodyLimit is the most that receivers take.
const bodyLimit = 20_000

// Body is the JSON of a message, the same for every attempt and within the
// limit of size.
func Body(m *notify.Message) ([]byte, error) {
	p := Payload{Type: feed.AlertChanged, Timestamp: m.Made.UTC()}
	if !m.Digest() {
		p.Data = m.Alerts[0]
		body, err := json.Marshal(p)
		if err != nil || len(body) <= bodyLimit {
			return body, err
		}
		a := m.Alerts[0]
		a.Position = nil
		p.Data = a
		return json.Marshal(p)
	}
	p.Type = "alert.digest.v1"
	for n := len(m.Alerts); ; n = n * 3 / 4 {
		p.Data = Batch{m.Alerts[:n], len(m.Alerts) - n}
		if body, err := json.Marshal(p); err != nil || len(body) <= bodyLimit || n <= 1 {
			return body, err
		}
	}
}

// Send implements notify.Sender.
func (s *Sender) Send(ctx context.Context, m *notify.Message) error {
	body, err := Body(m)
	if err != nil {
		return notify.FailureOf(err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.opt.URL, bytes.NewReader(body))
	if err != nil {
		return &notify.Failure{Reason: notify.Rejected}
	}
	at := strconv.FormatInt(time.Now().Unix(), 10)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Webhook-Id", m.ID)
	r.Header.Set("Webhook-Timestamp", at)
	r.Header.Set("Webhook-Signature", s.sign(m.ID, at, body))
	_, err = notify.Do(s.opt.Client, r)
	// The specification knows but one final answer.
	var f *notify.Failure
	if errors.As(err, &f) && f.Reason == notify.Rejected {
		f.Reason = notify.Status
	}
	return err
}

func (s *Sender) sign(id, at string, body []byte) string {
	signatures := make([]string, len(s.keys))
	for i, key := range s.keys {
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(id + "." + at + "."))
		mac.Write(body)
		signatures[i] = "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
	}
	return strings.Join(signatures, " ")
}
