using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace HmacKit.TestFixtures;

/// <summary>Everything that was logged, with all its values and exceptions, so that it can be searched for a secret.</summary>
public sealed class CapturedLog : ILogger, ILoggerProvider
{
    private readonly ConcurrentQueue<LogEntry> _entries = new();

    public IReadOnlyCollection<LogEntry> Entries => _entries;

    /// <summary>A logger of a category, which ends up here.</summary>
    public ILogger<T> For<T>() => new LoggerFactory([this], new LoggerFilterOptions { MinLevel = LogLevel.Trace }).CreateLogger<T>();

    /// <summary>Has all that an application logs end up here.</summary>
    public void AddTo(ILoggingBuilder logging) => logging.ClearProviders().AddProvider(this);

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _entries.Enqueue(new LogEntry(
            logLevel,
            eventId.Id,
            formatter(state, exception),
            state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(", ", pairs) : "",
            exception));

    public override string ToString() => string.Join('\n', _entries);

    public void Dispose()
    {
    }
}
