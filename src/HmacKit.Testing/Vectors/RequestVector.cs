using System.Text;

namespace HmacKit.Testing;

/// <summary>
/// A captured or made-up request and what must come of it: one line of JSON, which <c>hmackit verify --batch</c> and
/// tests in any other language read as well.
/// </summary>
/// <remarks>
/// The members of a line: <c>id</c>, <c>scheme</c>, <c>keyId</c>, <c>secret</c> (in the scheme's format), <c>method</c>,
/// <c>target</c> (raw), <c>headers</c> (an object; a value is a string, or an array of them for a repeated header),
/// <c>bodyBase64</c>, <c>now</c> (Unix milliseconds), <c>expect</c> and <c>source</c>. Secrets are in plain text: vectors
/// are for keys that protect nothing.
/// </remarks>
public sealed class RequestVector
{
    /// <summary>The longest line, in characters: 16 Mi, as the command line has it.</summary>
    public const int MaxLineLength = 16 * 1024 * 1024;

    /// <summary>A name for the vector, given back to the letter.</summary>
    public required string Id { get; init; }

    /// <summary>The scheme's name, such as <c>stripe</c>.</summary>
    public required string Scheme { get; init; }

    /// <summary>The id of the key; empty if the scheme's requests name none.</summary>
    public string KeyId { get; init; } = "";

    /// <summary>The secret in the scheme's format.</summary>
    public required string Secret { get; init; }

    /// <summary>The method, such as <c>POST</c>.</summary>
    public required string Method { get; init; }

    /// <summary>The raw request target.</summary>
    public required string Target { get; init; }

    /// <summary>Names and values; a name may occur more than once.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The body's bytes.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The time to verify at, to the millisecond.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>
    /// What must come of it: a status in snake case such as <c>valid</c> or <c>signature_mismatch</c>, or one of
    /// <c>timestamp_outside_window</c>, <c>malformed_or_mismatch</c> and <c>malformed_or_missing</c>, for
    /// implementations that check in another order. Empty if nothing is said.
    /// </summary>
    public string Expect { get; init; } = "";

    /// <summary>Where the vector comes from; null if nobody says.</summary>
    public string? Source { get; init; }

    /// <summary>Makes a vector of a request in memory.</summary>
    /// <param name="id">A name for the vector.</param>
    /// <param name="scheme">The scheme.</param>
    /// <param name="request">The request, signed or spoilt.</param>
    /// <param name="secret">The secret in the scheme's format.</param>
    /// <param name="now">The time to verify at.</param>
    /// <param name="expected">What must come of it.</param>
    /// <param name="keyId">The id of the key, if the scheme's requests name it.</param>
    /// <param name="source">Where it comes from.</param>
    public static RequestVector Of(
        string id, SignatureScheme scheme, RawRequest request, string secret, DateTimeOffset now, VerificationStatus expected, string keyId = "", string? source = null)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(request);
        return new RequestVector
        {
            Id = id,
            Scheme = scheme.Name,
            KeyId = keyId,
            Secret = secret,
            Method = request.Method,
            Target = request.Target,
            Headers = request.Headers,
            Body = request.Body,
            Now = now,
            Expect = VerificationStatuses.NameOf(expected),
            Source = source,
        };
    }

    /// <summary>Reads one line.</summary>
    /// <param name="line">A JSON object.</param>
    /// <exception cref="FormatException">It isn't one, a member is missing, of another kind or there twice; the message says which.</exception>
    public static RequestVector Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return RequestVectorReader.Read(line);
    }

    /// <summary>Reads a file with a vector a line; blank lines are skipped.</summary>
    /// <param name="path">The file, in UTF-8.</param>
    /// <exception cref="FormatException">A line is faulty; the message says which and why.</exception>
    public static IReadOnlyList<RequestVector> Load(string path)
    {
        using var reader = new StreamReader(path, Encoding.UTF8);
        return [.. Read(reader, Path.GetFileName(path))];
    }

    /// <summary>Writes a file with a vector a line, in place of what it held.</summary>
    /// <param name="path">The file; in UTF-8, lines end with a line feed.</param>
    /// <param name="vectors">The vectors.</param>
    public static void Save(string path, IEnumerable<RequestVector> vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        foreach (RequestVector vector in vectors)
        {
            writer.WriteLine(vector.ToJson());
        }
    }

    /// <summary>The vector as a line of JSON, without a line break.</summary>
    public string ToJson() => RequestVectorWriter.Write(this);

    /// <summary>The request.</summary>
    public RawRequest ToRequest() => new(Method, Target, Headers, Body);

    /// <summary>The key, as a ring; a short secret will do.</summary>
    /// <param name="scheme">The vector's scheme.</param>
    /// <exception cref="ArgumentException">The secret isn't in the scheme's format.</exception>
    public KeyRing ToKeyRing(SignatureScheme scheme)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        return new(scheme.HasKeyId ? KeyId : "", HmacKey.ImportInsecureShortSecret(scheme.Algorithm, scheme.SecretFormat, Secret));
    }

    /// <summary>Verifies the request at its time. Replays aren't noticed.</summary>
    /// <param name="scheme">The vector's scheme, such as <c>SchemeCatalog.Find(vector.Scheme)</c> finds it.</param>
    /// <exception cref="ArgumentException">It is another scheme than the vector names, or the secret isn't in its format.</exception>
    public VerificationResult Verify(SignatureScheme scheme)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        return scheme.Name == Scheme
            ? scheme.Verify(ToRequest(), ToKeyRing(scheme), Now)
            : throw new ArgumentException($"The vector '{Id}' is for scheme '{Scheme}', not for '{scheme.Name}'.", nameof(scheme));
    }

    /// <summary>Whether a status is what the vector expects.</summary>
    /// <param name="status">The status that the request got.</param>
    /// <exception cref="InvalidOperationException">The vector says nothing, or something that isn't known.</exception>
    public bool IsAsExpected(VerificationStatus status) => StatusText.Allows(Expect, status)
        ?? throw new InvalidOperationException($"'{Expect}', which the vector '{Id}' expects, is neither a status in snake case nor one of {string.Join(", ", StatusText.Groups)}.");

    /// <summary>The id; never the secret.</summary>
    public override string ToString() => Id;

    internal static IEnumerable<RequestVector> Read(TextReader reader, string name)
    {
        int number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            RequestVector vector;
            try
            {
                vector = Parse(line);
            }
            catch (FormatException fault)
            {
                throw new FormatException($"{name}, line {number}: {fault.Message}", fault);
            }

            yield return vector;
        }
    }
}
