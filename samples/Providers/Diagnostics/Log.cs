using HmacKit.Jwt;

namespace Providers.Diagnostics;

/// <summary>All log entries of the sample's own.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "User token refused: {Status}; issued for this application: {IsOwn}.")]
    public static partial void TokenRefused(ILogger logger, UserTokenStatus status, bool isOwn);

    [LoggerMessage(3, LogLevel.Information, "A webhook changed the stock; the product is known: {IsKnown}.")]
    public static partial void StockChanged(ILogger logger, bool isKnown);

    [LoggerMessage(5, LogLevel.Error, "The applications of the settings stay as they were: {Fault}")]
    public static partial void AppsNotRead(ILogger logger, string fault);

    [LoggerMessage(6, LogLevel.Warning, "Plugin {Plugin} wasn't told of its task: {Reason}.")]
    public static partial void PluginNotTold(ILogger logger, string plugin, string reason);

    [LoggerMessage(20, LogLevel.Error, "Request {RequestId} failed with {Error}.")]
    public static partial void RequestFailed(ILogger logger, string requestId, string error);

    [LoggerMessage(4, LogLevel.Warning, "A webhook was genuine, but is no event that is known here.")]
    public static partial void EventIgnored(ILogger logger);
}
