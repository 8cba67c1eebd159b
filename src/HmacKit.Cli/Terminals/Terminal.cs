namespace HmacKit.Cli;

/// <summary>All that a command knows of the world around it; a test gives its own.</summary>
internal sealed class Terminal
{
    private readonly TextWriter _error;
    private readonly Func<string, string?> _getVariable;
    private readonly List<string> _warnings = [];
    private Stream? _input;

    /// <param name="input">Standard input.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="time">The clock.</param>
    /// <param name="getVariable">The environment.</param>
    /// <param name="outputWidth">How wide the terminal is that shows standard output; null if none does.</param>
    /// <param name="errorWidth">The same of standard error.</param>
    public Terminal(
        Stream input, Stream output, TextWriter error, TimeProvider time, Func<string, string?> getVariable, int? outputWidth = null, int? errorWidth = null)
    {
        _input = input;
        Output = new OutputBuffer(output);
        Time = time;
        _error = error;
        _getVariable = getVariable;
        Screen = outputWidth is { } width ? new Screen(new OutputWriter(Output), width) : null;

        // Answers on the same screen would be written over.
        ProgressScreen = outputWidth is null && errorWidth is { } wide ? new Screen(error, wide, isLive: true) : null;
    }

    /// <summary>Standard output, as bytes; what is in it gets out with <see cref="OutputBuffer.Flush"/>.</summary>
    public OutputBuffer Output { get; }

    /// <summary>Standard output as a person sees it; null if it isn't shown on a terminal.</summary>
    public Screen? Screen { get; }

    /// <summary>Where the progress of something long is shown; null if nobody would see it, or it would be in the way.</summary>
    public Screen? ProgressScreen { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Standard input, as bytes.</summary>
    /// <exception cref="CommandException">It was opened before: two options can't both read it.</exception>
    public Stream OpenInput() =>
        Interlocked.Exchange(ref _input, null) ?? throw new CommandException("only one thing can be read from standard input ('-').");

    /// <summary>An environment variable, or null.</summary>
    public string? GetVariable(string name) => _getVariable(name);

    /// <summary>Notes something that the command goes on in spite of; said by <see cref="WriteWarnings"/>.</summary>
    public void Warn(string message) => _warnings.Add(message);

    /// <summary>Says on standard error, a line each and once, what there was to warn of.</summary>
    public void WriteWarnings()
    {
        foreach (string warning in _warnings)
        {
            WriteError($"warning: {warning}");
        }

        _warnings.Clear();
    }

    /// <summary>Says on standard error why the command failed: one line, whatever the text holds, and no warnings beside it.</summary>
    public void Fail(string message) => WriteError(message);

    private void WriteError(string message) => _error.WriteLine($"hmackit: {OneLine.Of(message)}");
}
