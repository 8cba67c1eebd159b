using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace HmacKit.Cli;

/// <summary>A terminal with a person before it: tables and colour. Where the output goes into a pipe or a file there is none, and lines stay plain.</summary>
internal sealed class Screen
{
    private const int DefaultWidth = 80;

    /// <param name="writer">Where to; what it is given has escape sequences.</param>
    /// <param name="width">How many characters a line has.</param>
    /// <param name="isLive">Whether a part of the screen may be written over, for progress.</param>
    public Screen(TextWriter writer, int width, bool isLive = false) => Console = AnsiConsole.Create(new AnsiConsoleSettings
    {
        // On Windows the sequences have to be switched on, which is done on the way of asking.
        Ansi = OperatingSystem.IsWindows() ? AnsiSupport.Detect : AnsiSupport.Yes,
        ColorSystem = ColorSystemSupport.Standard,
        Interactive = isLive ? InteractionSupport.Yes : InteractionSupport.No,
        Out = new Place(writer, width > 0 ? width : DefaultWidth),
        Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
    });

    public static Style Good { get; } = new(Color.Green);

    public static Style Bad { get; } = new(Color.Red);

    public static Style Name { get; } = new(Color.Yellow);

    public static Style Quiet { get; } = new(Color.Grey);

    public IAnsiConsole Console { get; }

    /// <summary>How wide a terminal is; null if there is none (<paramref name="isRedirected"/>), or one that wants no colour: <c>NO_COLOR</c> is set, or <c>TERM</c> is <c>dumb</c>.</summary>
    public static int? WidthOf(bool isRedirected, Func<string, string?> getVariable)
    {
        if (isRedirected || !string.IsNullOrEmpty(getVariable("NO_COLOR")) || getVariable("TERM") == "dumb")
        {
            return null;
        }

        try
        {
            return System.Console.WindowWidth;
        }
        catch (IOException)
        {
            return DefaultWidth;
        }
    }

    /// <summary>Writes pieces of text on one line, or on several if it gets too long.</summary>
    public void WriteLine(params ReadOnlySpan<(string Text, Style? Style)> pieces)
    {
        var line = new Paragraph();
        foreach ((string text, Style? style) in pieces)
        {
            line.Append(text, style);
        }

        Console.Write(line);
        Console.WriteLine();
    }

    public void Write(IRenderable what) => Console.Write(what);

    /// <summary>Rows of a label and a text, which is wrapped beside its label.</summary>
    public void WriteRows(IEnumerable<(string Label, string Text)> rows)
    {
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach ((string label, string text) in rows)
        {
            grid.AddRow(new Text(label, Quiet), new Text(text));
        }

        Console.Write(grid);
    }

    private sealed class Place(TextWriter writer, int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => width;

        public int Height => DefaultWidth;

        public void SetEncoding(Encoding encoding)
        {
            // Always UTF-8, as all of the output is.
        }
    }
}
