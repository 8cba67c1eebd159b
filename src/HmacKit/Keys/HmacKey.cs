using System.Security.Cryptography;

namespace HmacKit;

/// <summary>
/// A secret bound to its algorithm. Import it once and use it for as long as the program runs, from any number of
/// threads; the keyed state is prepared once a thread and used again. The secret can't be read back.
/// </summary>
public sealed class HmacKey : IDisposable
{
    /// <summary>The least number of bytes of a secret, after decoding: 16 (128 bits).</summary>
    public const int MinSecretBytes = 16;

    /// <summary>The number of bytes that a secret should have, after decoding: 32. <see cref="IsShort"/> tells below it.</summary>
    public const int RecommendedSecretBytes = 32;

    private static long s_lastSerial;

    private readonly byte[] _secret;
    private readonly List<WeakReference<KeyedState>> _states = [];
    private volatile bool _disposed;

    private HmacKey(byte[] secret, HmacAlgorithm algorithm, string? label)
    {
        _secret = secret;
        Algorithm = algorithm;
        Label = label;
        Serial = Interlocked.Increment(ref s_lastSerial);
        IsShort = secret.Length < RecommendedSecretBytes;
    }

    /// <summary>The algorithm that this key is for.</summary>
    public HmacAlgorithm Algorithm { get; }

    /// <summary>A name of your own for logs and results, such as <c>2026-01</c>; null by default. Never the secret.</summary>
    public string? Label { get; }

    /// <summary>True if the secret has fewer than <see cref="RecommendedSecretBytes"/> bytes: worth a warning.</summary>
    public bool IsShort { get; }

    /// <summary>Which key this is among all that the process has made.</summary>
    internal long Serial { get; }

    internal bool IsDisposed => _disposed;

    /// <summary>Whether its bytes are half of a pair of keys: what may be public is no secret for a MAC.</summary>
    internal bool IsOfPair { get; set; }

    /// <summary>What was derived from this key.</summary>
    internal DerivedKeys Derived => field ?? Interlocked.CompareExchange(ref field, new DerivedKeys(), null) ?? field;

    internal ReadOnlySpan<byte> Secret => _secret;

    /// <summary>Imports a secret that is text, for HMAC-SHA256: the usual case for webhooks.</summary>
    /// <param name="secret">The secret as the vendor shows it, at least 16 bytes as UTF-8.</param>
    /// <param name="label">A name of your own for logs and results.</param>
    /// <exception cref="ArgumentException">The secret is empty, blank or too short.</exception>
    public static HmacKey FromText(ReadOnlySpan<char> secret, string? label = null) =>
        Import(HmacAlgorithm.Sha256, KeyFormat.Text, secret, label);

    /// <summary>Imports a secret in a declared format.</summary>
    /// <param name="algorithm">The algorithm that the key is for.</param>
    /// <param name="format">How the secret is written; a scheme names it as <see cref="SignatureScheme.SecretFormat"/>.</param>
    /// <param name="secret">The secret, to the letter.</param>
    /// <param name="label">A name of your own for logs and results.</param>
    /// <exception cref="ArgumentException">The secret isn't of the format, is empty or blank, or has fewer than 16 bytes after decoding.</exception>
    /// <exception cref="PlatformNotSupportedException">The platform doesn't have the algorithm, which can only be <see cref="HmacAlgorithm.Sha3"/>.</exception>
    public static HmacKey Import(HmacAlgorithm algorithm, KeyFormat format, ReadOnlySpan<char> secret, string? label = null) =>
        Import(algorithm, format, secret, label, MinSecretBytes);

    /// <summary>
    /// Imports a secret of any length over zero: for documented test keys and for looking at other people's traffic.
    /// Anyone who sees one signed message can guess a short secret; never use this for a key that protects anything.
    /// </summary>
    /// <inheritdoc cref="Import(HmacAlgorithm, KeyFormat, ReadOnlySpan{char}, string?)"/>
    public static HmacKey ImportInsecureShortSecret(HmacAlgorithm algorithm, KeyFormat format, ReadOnlySpan<char> secret, string? label = null) =>
        Import(algorithm, format, secret, label, minBytes: 1);

    /// <summary>A new random key that nobody else has, for tests and examples.</summary>
    /// <param name="algorithm">The algorithm; HMAC-SHA256 by default.</param>
    public static HmacKey Generate(HmacAlgorithm? algorithm = null)
    {
        byte[] secret = GC.AllocateArray<byte>(RecommendedSecretBytes, pinned: true);
        RandomNumberGenerator.Fill(secret);
        return new HmacKey(secret, algorithm ?? HmacAlgorithm.Sha256, label: null);
    }

    /// <summary>Computes the tag of a message.</summary>
    /// <param name="message">The message's bytes.</param>
    /// <param name="tag">Receives the tag; at least <see cref="HmacAlgorithm.TagSize"/> bytes.</param>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="ArgumentException"><paramref name="tag"/> is too small.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public int ComputeTag(ReadOnlySpan<byte> message, Span<byte> tag)
    {
        if (tag.Length < Algorithm.TagSize)
        {
            throw new ArgumentException($"{Algorithm} needs {Algorithm.TagSize} bytes for a tag.", nameof(tag));
        }

        ComputeTag(message, default, default, tag[..Algorithm.TagSize]);
        return Algorithm.TagSize;
    }

    /// <summary>Whether <paramref name="tag"/> is the whole tag of <paramref name="message"/>, compared in constant time.</summary>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> tag)
    {
        Span<byte> expected = stackalloc byte[TagText.MaxTagSize];
        expected = expected[..Algorithm.TagSize];
        ComputeTag(message, default, default, expected);
        return ConstantTime.AreEqual(expected, tag);
    }

    /// <summary>Zeroes the secret and frees every keyed state made from it. Using the key afterwards throws.</summary>
    public void Dispose()
    {
        _disposed = true;
        lock (_states)
        {
            foreach (WeakReference<KeyedState> reference in _states)
            {
                if (reference.TryGetTarget(out KeyedState? state))
                {
                    state.Retire();
                }
            }

            _states.Clear();
            CryptographicOperations.ZeroMemory(_secret);
            Derived.Dispose();
        }
    }

    /// <summary>The label and the algorithm; never the secret.</summary>
    public override string ToString() => Label is null ? $"{Algorithm} key" : $"{Algorithm} key '{Label}'";

    /// <summary>A key that was derived from another one, with its label.</summary>
    internal static HmacKey FromDerived(ReadOnlySpan<byte> secret, HmacKey root)
    {
        ObjectDisposedException.ThrowIf(root.IsDisposed, root);
        byte[] copy = GC.AllocateArray<byte>(secret.Length, pinned: true);
        secret.CopyTo(copy);
        return new HmacKey(copy, root.Algorithm, root.Label);
    }

    /// <summary>The tag of <c>head ‖ body ‖ tail</c>; one native call where body and tail are empty.</summary>
    internal void ComputeTag(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, ReadOnlySpan<byte> tail, Span<byte> tag) =>
        KeyedState.ComputeTag(this, head, body, tail, tag);

    /// <summary>Remembers a state, so that <see cref="Dispose"/> reaches it wherever it is.</summary>
    internal void Track(KeyedState state)
    {
        lock (_states)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);

            // Threads come and go: forget their states whenever the list has doubled.
            if (_states.Count == _states.Capacity)
            {
                _states.RemoveAll(static reference => !reference.TryGetTarget(out _));
            }

            _states.Add(new WeakReference<KeyedState>(state));
        }
    }

    private static HmacKey Import(HmacAlgorithm algorithm, KeyFormat format, ReadOnlySpan<char> secret, string? label, int minBytes)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        ArgumentNullException.ThrowIfNull(format);
        if (!algorithm.IsSupported)
        {
            throw new PlatformNotSupportedException($"This platform has no {algorithm}. Take a scheme with another algorithm, or run where OpenSSL is 1.1.1 or later.");
        }

        if (secret.IsWhiteSpace())
        {
            throw new ArgumentException("The secret is empty. Unsigned is never accepted: set the secret, or leave the scheme out.", nameof(secret));
        }

        byte[] bytes;
        try
        {
            bytes = format.Decode(secret);
        }
        catch (FormatException exception)
        {
            throw new ArgumentException(exception.Message, nameof(secret));
        }

        if (bytes.Length >= minBytes)
        {
            return new HmacKey(bytes, algorithm, label);
        }

        int length = bytes.Length;
        CryptographicOperations.ZeroMemory(bytes);
        throw new ArgumentException(
            length == 0
                ? "The secret is empty after decoding."
                : $"The secret has {length} bytes; at least {minBytes} are needed. For a documented test key call {nameof(ImportInsecureShortSecret)} instead.",
            nameof(secret));
    }
}
