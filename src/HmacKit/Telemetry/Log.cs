using Microsoft.Extensions.Logging;

namespace HmacKit;

/// <summary>All that this package logs. No message ever has a secret in it.</summary>
internal static partial class Log
{
    /// <summary>The category of loggers that have no type of their own.</summary>
    public const string Category = "HmacKit";

    [LoggerMessage(1001, LogLevel.Information, "The configured keys of '{Scheme}' were reloaded: {Count} key ring(s).")]
    public static partial void KeysReloaded(ILogger logger, string scheme, int count);

    [LoggerMessage(1002, LogLevel.Error, "The changed keys of '{Scheme}' can't be used, so the former ones stay: {Faults}")]
    public static partial void KeysNotReloaded(ILogger logger, string scheme, string faults);

    [LoggerMessage(1003, LogLevel.Warning, "The secret of '{Path}' has fewer than 32 bytes. Have it replaced by a longer one.")]
    public static partial void ShortSecret(ILogger logger, string path);

    [LoggerMessage(1004, LogLevel.Information, "The configured limits were reloaded: {Tiers}")]
    public static partial void LimitsReloaded(ILogger logger, string tiers);

    [LoggerMessage(1005, LogLevel.Error, "The changed limits can't be used, so the former ones stay: {Faults}")]
    public static partial void LimitsNotReloaded(ILogger logger, string faults);

    [LoggerMessage(1006, LogLevel.Information, "The configured protection keys were reloaded: '{Current}' seals, {Older} more open.")]
    public static partial void ProtectionKeysReloaded(ILogger logger, string current, int older);

    [LoggerMessage(1007, LogLevel.Error, "The changed protection keys can't be used, so the former ones stay: {Faults}")]
    public static partial void ProtectionKeysNotReloaded(ILogger logger, string faults);

    [LoggerMessage(1008, LogLevel.Warning, "The secret of '{Path}' {Oddity}. It is taken to the letter: if the other side doesn't have that in its secret, no signature fits. Take it out, or ignore this if it belongs there.")]
    public static partial void OddSecret(ILogger logger, string path, string oddity);

    [LoggerMessage(1011, LogLevel.Error, "Scheme '{Scheme}': a request was refused as {Status}, since what is needed to verify it failed.")]
    public static partial void VerificationUnavailable(ILogger logger, Exception exception, string scheme, string status);

    [LoggerMessage(1101, LogLevel.Error, "A stored secret of '{KeyId}' for '{Scheme}' can't be opened: its protection key isn't there, or somebody has changed it, or the owner, scopes, tier or metadata of its credential. The key is refused. Rights are changed with HmacCredentialIssuer.ChangeIdentityAsync.")]
    public static partial void SecretNotOpened(ILogger logger, string scheme, string keyId);

    [LoggerMessage(1201, LogLevel.Warning, "{Count} fixed API test key(s) are accepted, which anybody may know. Never do that in production.")]
    public static partial void FixedTestKeysAccepted(ILogger logger, int count);

    [LoggerMessage(1202, LogLevel.Error, "The store of API keys can't be asked, so the request is refused.")]
    public static partial void ApiKeyStoreFailed(ILogger logger, Exception exception);

    [LoggerMessage(1203, LogLevel.Warning, "The use of API key '{KeyId}' couldn't be written down.")]
    public static partial void ApiKeyUseNotRecorded(ILogger logger, Exception exception, string keyId);

    [LoggerMessage(1204, LogLevel.Information, "The settings of API keys were reloaded: {Count} fixed test key(s).")]
    public static partial void ApiKeySettingsReloaded(ILogger logger, int count);

    [LoggerMessage(1205, LogLevel.Error, "The changed settings of API keys can't be used, so the former ones stay: {Faults}")]
    public static partial void ApiKeySettingsNotReloaded(ILogger logger, string faults);

    [LoggerMessage(1301, LogLevel.Error, "Store '{Store}' is away. Whatever needs it is refused until it is back.")]
    public static partial void StoreAway(ILogger logger, Exception? exception, string store);

    [LoggerMessage(1302, LogLevel.Critical, "Store '{Store}' is away. For at most {MaxFallback} this process goes by its own memory, of which other processes know nothing.")]
    public static partial void StoreAwayInFallback(ILogger logger, Exception? exception, string store, TimeSpan maxFallback);

    [LoggerMessage(1303, LogLevel.Critical, "Store '{Store}' has been away for over {MaxFallback}. Whatever needs it is refused from now on, until it is back.")]
    public static partial void FallbackEnded(ILogger logger, string store, TimeSpan maxFallback);

    [LoggerMessage(1304, LogLevel.Warning, "Store '{Store}' is back, after {Away}.")]
    public static partial void StoreBack(ILogger logger, string store, TimeSpan away);

    [LoggerMessage(EventId = 1305, Message = "A call to store '{Store}' failed.")]
    public static partial void StoreFailed(ILogger logger, LogLevel level, Exception? exception, string store);

    [LoggerMessage(1306, LogLevel.Information, "Store '{Store}' was told of {Count} claim(s) that were accepted while it was away.")]
    public static partial void FallbackClaimsMadeGood(ILogger logger, string store, int count);

    [LoggerMessage(1307, LogLevel.Error, "Store '{Store}' was told of {Count} claim(s) that were accepted while it was away. {Twice} of them had been accepted by another process too, and {GivenUp} more can't be told.")]
    public static partial void FallbackClaimsDoubtful(ILogger logger, string store, int count, int twice, int givenUp);

    [LoggerMessage(1321, LogLevel.Information, "Store '{Store}' is as it should be.")]
    public static partial void StoreStartedHealthy(ILogger logger, string store);

    [LoggerMessage(1322, LogLevel.Warning, "Store '{Store}' isn't as it should be: {Problem}")]
    public static partial void StoreStartedDegraded(ILogger logger, string store, string? problem);

    [LoggerMessage(1323, LogLevel.Error, "Store '{Store}' can't be used, and what needs it is refused until it can: {Problem}")]
    public static partial void StoreStartedUnhealthy(ILogger logger, string store, string? problem);

    [LoggerMessage(1324, LogLevel.Warning, "Token buckets are in this process's memory, so each process has budgets of its own, which are full again after a restart. '{Store}' keeps none: use Redis for them, or divide the limits by the number of processes.")]
    public static partial void BudgetsPerProcess(ILogger logger, string store);

    [LoggerMessage(1325, LogLevel.Warning, "Changes of keys in store '{Store}' can't be heard. Until they can, what is remembered of keys is forgotten again and again.")]
    public static partial void ChangesNotHeard(ILogger logger, Exception? exception, string store);

    [LoggerMessage(1326, LogLevel.Information, "Changes of keys in store '{Store}' are heard.")]
    public static partial void ChangesHeard(ILogger logger, string store);

    [LoggerMessage(1327, LogLevel.Warning, "Expired replay claims in store '{Store}' couldn't be forgotten; it is tried again in a minute. Something such as a dump may be reading them.")]
    public static partial void ClaimsNotForgotten(ILogger logger, Exception exception, string store);

    [LoggerMessage(1901, LogLevel.Error, "The audit trail can't be written; it is tried again until it can, and entries wait in memory. What waits is lost if the process is killed.")]
    public static partial void AuditNotWritten(ILogger logger, Exception exception);

    [LoggerMessage(1902, LogLevel.Critical, "{Count} audit entries are lost: more were waiting than AuditOptions.Capacity, or the store couldn't be written before the end.")]
    public static partial void AuditLost(ILogger logger, long count);

    [LoggerMessage(1903, LogLevel.Warning, "The oldest audit entries couldn't be forgotten; it is tried again in an hour.")]
    public static partial void AuditNotForgotten(ILogger logger, Exception exception);
}
