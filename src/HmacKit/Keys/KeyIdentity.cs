using System.Buffers;
using System.Collections.ObjectModel;
using System.Runtime.InteropServices;

namespace HmacKit;

/// <summary>
/// Who a key is: the facts that policies and limits go by. The same for an HMAC key, an API key and a user token, so
/// that they need no branches. Immutable.
/// </summary>
public sealed class KeyIdentity
{
    /// <summary>The most characters of an owner, a name or a tier: 256.</summary>
    public const int MaxTextLength = 256;

    /// <summary>The most characters of a scope: 128.</summary>
    public const int MaxScopeLength = 128;

    // RFC 6749 section 3.3: printable ASCII but for the blank, the quotation mark and the backslash.
    private static readonly SearchValues<char> ScopeCharacters =
        SearchValues.Create("!#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    private readonly string[] _scopes = [];

    /// <summary>The public id of the key: printable ASCII, at most <see cref="KeyRing.MaxIdLength"/> characters; empty for schemes without key ids. Never a secret.</summary>
    /// <exception cref="ArgumentException">The id has other characters, or is too long.</exception>
    public required string KeyId
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (!IsValidKeyId(value))
            {
                throw new ArgumentException($"A key id is printable ASCII and has at most {KeyRing.MaxIdLength} characters.", nameof(value));
            }

            field = value;
        }
    }

    /// <summary>Whose key it is, such as a user or partner id; null if nobody said.</summary>
    /// <exception cref="ArgumentException">The text is empty, has a control character or is too long.</exception>
    public string? Owner
    {
        get;
        init => field = Checked(value);
    }

    /// <summary>What its owner calls the key; null if nobody said.</summary>
    /// <exception cref="ArgumentException">The text is empty, has a control character or is too long.</exception>
    public string? Name
    {
        get;
        init => field = Checked(value);
    }

    /// <summary>What the key may be used for, each scope once, in ordinal order; none by default. A scope is written as in RFC 6749 section 3.3.</summary>
    /// <exception cref="ArgumentException">A scope isn't written like that: see <see cref="IsValidScope"/>.</exception>
    public IReadOnlyList<string> Scopes
    {
        get => ImmutableCollectionsMarshal.AsImmutableArray(_scopes);
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.FirstOrDefault(static scope => !IsValidScope(scope)) is { } wrong)
            {
                throw new ArgumentException($"'{wrong}' isn't a scope: 1 to {MaxScopeLength} printable ASCII characters without blanks, quotation marks and backslashes.", nameof(value));
            }

            _scopes = [.. value.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>The tier that limits go by, such as <c>pro</c>; null for the default one.</summary>
    /// <exception cref="ArgumentException">The text is empty, has a control character or is too long.</exception>
    public string? Tier
    {
        get;
        init => field = Checked(value);
    }

    /// <summary>True if the key may be used while only chosen ones are let in. False by default.</summary>
    public bool IsCanary { get; init; }

    /// <summary>Facts of your own, by ordinal name; none by default.</summary>
    public IReadOnlyDictionary<string, string> Metadata
    {
        get;
        init => field = new ReadOnlyDictionary<string, string>(new Dictionary<string, string>(value, StringComparer.Ordinal));
    }
    = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Whether <paramref name="scope"/> is written as RFC 6749 says: 1 to <see cref="MaxScopeLength"/> printable ASCII characters without blank, quotation mark and backslash.</summary>
    public static bool IsValidScope(ReadOnlySpan<char> scope) =>
        scope.Length is > 0 and <= MaxScopeLength && !scope.ContainsAnyExcept(ScopeCharacters);

    /// <summary>
    /// Whether a key id names an environment: whether it has it between underscores before its last part, as <c>osk_live_0123456789abcdef</c> has <c>live</c>.
    /// </summary>
    /// <param name="keyId">The key id.</param>
    /// <param name="environment">The environment, compared exactly.</param>
    public static bool IsOfEnvironment(ReadOnlySpan<char> keyId, ReadOnlySpan<char> environment)
    {
        for (int end; (end = keyId.IndexOf('_')) >= 0; keyId = keyId[(end + 1)..])
        {
            if (keyId[..end].Equals(environment, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the key has the scope, compared exactly: no scope contains another one.</summary>
    public bool HasScope(string scope) => Array.BinarySearch(_scopes, scope, StringComparer.Ordinal) >= 0;

    internal static bool IsValidKeyId(ReadOnlySpan<char> keyId) =>
        keyId.Length <= KeyRing.MaxIdLength && !keyId.ContainsAnyExceptInRange(' ', '~');

    /// <summary>The key id and the owner.</summary>
    public override string ToString() => Owner is null ? KeyId : $"{KeyId} of {Owner}";

    // Such texts end up in logs and headers, where a line break would forge a line.
    private static string? Checked(string? text)
    {
        if (text is not null && (text.Length is 0 or > MaxTextLength || text.Any(char.IsControl)))
        {
            throw new ArgumentException($"An owner, name or tier has 1 to {MaxTextLength} characters and no control characters.", nameof(text));
        }

        return text;
    }
}
