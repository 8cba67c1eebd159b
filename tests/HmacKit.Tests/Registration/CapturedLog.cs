using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace HmacKit.Tests.Registration;

/// <summary>Everything that was logged, with all its values and exceptions, so that it can be searched for a secret.</summary>
internal sealed class CapturedLog : ILogger
{
    private readonly ConcurrentQueue<Entry> _entries = new();

    public IReadOnlyCollection<Entry> Entries => _entries;

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        string values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(", ", pairs) : "";
        _entries.Enqueue(new Entry(logLevel, eventId.Id, $"{formatter(state, exception)} [{values}] {exception}"));
    }

    /// <summary>A logger of a category, which ends up here.</summary>
    public ILogger<T> For<T>() => new LoggerFactory([new Provider(this)]).CreateLogger<T>();

    /// <summary>Has all that an application logs end up here.</summary>
    public void AddTo(ILoggingBuilder logging) => logging.ClearProviders().AddProvider(new Provider(this));

    public override string ToString() => string.Join('\n', _entries);

    internal sealed record Entry(LogLevel Level, int EventId, string Text);

    private sealed class Provider(CapturedLog log) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => log;

        public void Dispose()
        {
        }
    }
}
