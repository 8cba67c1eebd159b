using System.Text;
using FsCheck;
using FsCheck.Fluent;
using HmacKit.Redis.Tests.Servers;
using StackExchange.Redis;

namespace HmacKit.Redis.Tests.Replay;

/// <summary>Whatever a caller sends, it stays within the key of its own.</summary>
public sealed class KeyTests : RedisTest
{
    private const string Digest = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly DateTimeOffset Signed = DateTimeOffset.UnixEpoch.AddYears(56);

    /// <summary>Any UTF-16 at all, with what means something to Redis, Lua and key names more often than its share.</summary>
    private static Gen<string> Hostile => Gen.OneOf(
        Gen.Elements("\r\n", "\0", "{", "}", "{}", ":", "*", " ", "\"", "$1\r\n", "*1\r\n$8\r\nFLUSHALL\r\n", "']]", "redis.call('FLUSHALL')", "hmackit:", "\ud800", "\uffff"),
        Gen.Choose(0, 0xFFFF).Select(value => ((char)value).ToString())).ArrayOf().Select(pieces => string.Concat(pieces)).Select(text => text[..Math.Min(text.Length, 100)]);

    [Fact]
    public void A_replay_key_is_the_prefix_and_22_characters_whatever_the_claim()
    {
        var keys = new ReplayKeys(Options.KeyPrefix);
        Seeded.Holds(from keyId in Hostile from nonce in Hostile select (keyId, nonce), item =>
        {
            byte[] key = keys.Of(new ReplayClaim("scheme", item.keyId, item.nonce, Signed, Signed))!;
            Assert.StartsWith(Options.KeyPrefix + "r:", Encoding.Latin1.GetString(key), StringComparison.Ordinal);
            string digest = Encoding.Latin1.GetString(key)[(Options.KeyPrefix.Length + 2)..];
            Assert.Equal(22, digest.Length);
            Assert.All(digest, character => Assert.Contains(character, Digest));
        });
    }

    [Fact]
    public void A_bucket_key_is_the_prefix_22_characters_and_the_limit_whatever_the_caller()
    {
        var keys = new BucketKeys(Options.KeyPrefix);
        byte[] suffix = SharedLimit.Of(BucketLimit.PerHour(100)).KeySuffix;
        var seen = new Dictionary<string, string>();
        Seeded.Holds(Hostile, caller =>
        {
            byte[] bytes = keys.Of(caller, [suffix]).Single()!;
            string key = Encoding.Latin1.GetString(bytes);
            Assert.StartsWith(Options.KeyPrefix + "b:{", key, StringComparison.Ordinal);
            Assert.EndsWith("}:hour:100:100:3600000", key, StringComparison.Ordinal);
            Assert.Equal(1, key.Count(character => character == '{'));
            Assert.Equal(1, key.Count(character => character == '}'));
            Assert.All(key[(Options.KeyPrefix.Length + 3)..^22], character => Assert.Contains(character, Digest));
            Assert.True(seen.TryAdd(key, caller) || seen[key] == caller, "two callers have one key");
        });
        Assert.True(seen.Count > 50);
    }

    [Fact]
    public async Task On_the_server_nothing_is_touched_but_the_keys_with_the_prefix()
    {
        IDatabase database = Connection.GetDatabase();
        var store = Keep(new RedisReplayStore(Connection, Options));
        var buckets = new RedisTokenBuckets(Connection, Options);
        string canary = RedisServer.NewPrefix() + "canary";
        database.StringSet(canary, "alive");
        int made = 0;
        Seeded.Holds(from keyId in Hostile from nonce in Hostile select (keyId, nonce), item =>
        {
            DateTimeOffset now = DateTimeOffset.UtcNow.AddSeconds(1);
            var claim = new ReplayClaim($"scheme-{made++}", item.keyId, item.nonce, now, now.AddMinutes(10));
            Assert.Equal(ReplayOutcome.Added, store.TryAddAsync(claim).AsTask().GetAwaiter().GetResult());
            Assert.Equal(ReplayOutcome.Seen, store.TryAddAsync(claim).AsTask().GetAwaiter().GetResult());
            Assert.True(buckets.TakeAsync($"{item.keyId}{item.nonce}{made}", [BucketLimit.PerDay(1_000)]).AsTask().GetAwaiter().GetResult().Allowed);
        });
        Assert.Equal("alive", (string?)database.StringGet(canary));
        Assert.Equal((2 * made) + 1, ((RedisKey[])(await Server.CommandAsync("KEYS", Options.KeyPrefix + "*"))!).Length);
    }

    [Fact]
    public void Keys_are_the_same_on_every_machine_and_in_every_version()
    {
        // printf 'theone\0key_1\0nonce-1' | sha256sum, and printf 'c\0a\0' | sha256sum; the first 16 bytes in base64url.
        Assert.Equal("hmackit:r:ZdCEslL192feCH5uEjSzvg", (string?)new ReplayKeys("hmackit:").Of(new ReplayClaim("theone", "key_1", "nonce-1", Signed, Signed)));
        Assert.Equal("hmackit:b:{1iOLwCOzm_jChoMXZoU2bA}:hour:100:100:3600000", (string?)new BucketKeys("hmackit:").Of("ca", [SharedLimit.Of(BucketLimit.PerHour(100)).KeySuffix])[0]);
    }
}
