using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace HmacKit.Http.Tests.Fixtures;

/// <summary>Keeps every log entry as text.</summary>
internal sealed class LogOf<T> : ILogger<T>
{
    public ConcurrentQueue<string> Entries { get; init; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Entries.Enqueue($"{logLevel} {eventId.Id}: {formatter(state, exception)}");
}

/// <summary>Keeps every log entry of an application.</summary>
internal sealed class LogProvider : ILoggerProvider
{
    public ConcurrentQueue<string> Entries { get; } = new();

    public ILogger CreateLogger(string categoryName) => new LogOf<LogProvider> { Entries = Entries };

    public void Dispose()
    {
    }
}
