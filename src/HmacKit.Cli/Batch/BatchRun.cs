namespace HmacKit.Cli;

/// <summary>Answers a file line by line: each line stands alone, and one that is faulty doesn't stop the rest.</summary>
internal sealed class BatchRun(Terminal terminal, int maxLineLength = LineReader.DefaultMaxLength)
{
    /// <summary>Answers one line; returns what is wrong with it instead, if something is.</summary>
    public delegate ValueTask<string?> Answer(BatchLine line, BatchAnswers answers);

    /// <summary>Answers every line.</summary>
    /// <param name="path">The file, or <c>-</c>.</param>
    /// <param name="answer">Answers a line that could be read.</param>
    public async Task<int> RunAsync(string path, Answer answer)
    {
        using Stream file = InputFile.Open(path, terminal);
        using var answers = new BatchAnswers(terminal.Output);
        return await BatchProgress.RunAsync(terminal.ProgressScreen, file, isAnswered => AnswerAllAsync(file, answers, answer, isAnswered)).ConfigureAwait(false);
    }

    private async Task<int> AnswerAllAsync(Stream file, BatchAnswers answers, Answer answer, Action isAnswered)
    {

        // A program that feeds us line by line through a pipe gets each answer before we wait for the next line.
        var reader = new LineReader(file, maxLineLength, terminal.Output.Flush);
        for (long number = 1; reader.TryRead(out ReadOnlyMemory<byte> json); number++)
        {
            if (reader.IsTooLong)
            {
                answers.WriteError(default, number, $"longer than {maxLineLength} bytes");
                continue;
            }

            json = number == 1 && json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json;
            if (!IsBlank(json.Span))
            {
                await AnswerAsync(json, number, answers, answer).ConfigureAwait(false);
            }

            isAnswered();
        }

        return ExitCode.Done;
    }

    private static async ValueTask AnswerAsync(ReadOnlyMemory<byte> json, long number, BatchAnswers answers, Answer answer)
    {
        BatchLine line = new();
        string? fault;
        try
        {
            line = BatchLineParser.Parse(json);
            fault = line.Fault ?? await answer(line, answers).ConfigureAwait(false);
        }
        catch (ArgumentException exception)
        {
            // The engine's word on a secret that isn't of its format, or a request that the scheme can't express.
            fault = OneLine.Of(exception);
        }
#pragma warning disable CA1031 // a fault of ours in one line mustn't cost the answers to the others
        catch (Exception exception) when (exception is not (IOException or CommandException or OutputClosedException or OutOfMemoryException))
#pragma warning restore CA1031
        {
            fault = $"unexpected {exception.GetType().Name}";
        }

        if (fault is not null)
        {
            answers.WriteError(line.Id, number, fault);
        }
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) => !line.ContainsAnyExcept(" \t\r"u8);
}
