package main

import (
	"bytes"
	"testing"
)

type fruit struct {
	Name  string `json:"name"`
	Count string `json:"count"`
}

func fruitColumns() []column[fruit] {
	return []column[fruit]{
		{name: "NAME", text: func(f fruit) string { return f.Name }},
		{name: "HOW MANY", right: true, text: func(f fruit) string { return f.Count }, tone: func(f fruit) tone {
			if f.Count == "0" {
				return bad
			}
			return plain
		}},
	}
}

func TestWriteList(t *testing.T) {
	fruits := []fruit{{"äpfel", "7"}, {"pears, ripe", "1000000000"}}
	for format, want := range map[outputFormat]string{
		outputTable:  "NAME           HOW MANY\näpfel                 7\npears, ripe  1000000000\n",
		outputCSV:    "name,how_many\näpfel,7\n\"pears, ripe\",1000000000\n",
		outputNDJSON: "{\"name\":\"äpfel\",\"count\":\"7\"}\n{\"name\":\"pears, ripe\",\"count\":\"1000000000\"}\n",
		outputJSON: `[
  {
    "name": "äpfel",
    "count": "7"
  },
  {
    "name": "pears, ripe",
    "count": "1000000000"
  }
]
`,
	} {
		var out bytes.Buffer
		if err := writeList(&out, format, fruitColumns(), fruits); err != nil {
			t.Fatal(err)
		}
		if out.String() != want {
			t.Errorf("%s: got\n%s\nwant\n%s", format, &out, want)
		}
	}
}

func TestWriteListOfNothing(t *testing.T) {
	for format, want := range map[outputFormat]string{
		outputTable: "NAME  HOW MANY\n", outputCSV: "name,how_many\n", outputNDJSON: "", outputJSON: "[]\n",
	} {
		var out bytes.Buffer
		if err := writeList(&out, format, fruitColumns(), nil); err != nil {
			t.Fatal(err)
		}
		if out.String() != want {
			t.Errorf("%s: got %q, want %q", format, &out, want)
		}
	}
}

// Names come from contracts that anybody may deploy.
func TestTableIsSafeToPrint(t *testing.T) {
	var out bytes.Buffer
	if err := writeTable(&out, fruitColumns(), []fruit{{"evil\x1b[2J\nrow\u202e", "0"}}, false); err != nil {
		t.Fatal(err)
	}
	if want := "NAME           HOW MANY\nevil [2J row          0\n"; out.String() != want {
		t.Errorf("got %q, want %q", &out, want)
	}
}

func TestTableColours(t *testing.T) {
	var out bytes.Buffer
	if err := writeTable(&out, fruitColumns(), []fruit{{"plums", "0"}}, true); err != nil {
		t.Fatal(err)
	}
	want := "\x1b[1mNAME\x1b[0m   \x1b[1mHOW MANY\x1b[0m\nplums         \x1b[31m0\x1b[0m\n"
	if out.String() != want {
		t.Errorf("got %q, want %q", &out, want)
	}
}
