using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace HmacKit.Redis.Tests.Servers;

/// <summary>Keeps all that is logged.</summary>
internal sealed class CapturedLog(ConcurrentQueue<(LogLevel Level, string Text)> entries) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Logger(entries);

    public void Dispose()
    {
    }

    private sealed class Logger(ConcurrentQueue<(LogLevel Level, string Text)> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            entries.Enqueue((logLevel, formatter(state, exception)));
    }
}
