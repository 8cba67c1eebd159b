using Spectre.Console;

namespace HmacKit.Cli;

/// <summary>How far a long batch is, for a person at a terminal: on standard error, and gone when it ends.</summary>
internal static class BatchProgress
{
    private const int ReportEvery = 64;

    /// <summary>Runs a batch, which says after each line that it has answered it.</summary>
    /// <param name="screen">Where to show it; null to show nothing.</param>
    /// <param name="file">What is read: a file has an end that is known, a pipe hasn't.</param>
    /// <param name="run">Answers the lines.</param>
    public static Task<int> RunAsync(Screen? screen, Stream file, Func<Action, Task<int>> run) => screen is null
        ? run(static () => { })
        : screen.Console.Progress().AutoClear(true).Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
            {
                ProgressTask task = context.AddTask("lines", maxValue: file.CanSeek ? Math.Max(1, file.Length) : 1);
                task.IsIndeterminate = !file.CanSeek;
                long lines = 0;
                return run(() =>
                {
                    if (++lines % ReportEvery == 0)
                    {
                        task.Description = $"{lines:N0} lines";
                        task.Value = file.CanSeek ? file.Position : 0;
                    }
                });
            });
}
