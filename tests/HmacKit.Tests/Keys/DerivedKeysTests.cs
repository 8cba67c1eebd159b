using System.Reflection;

namespace HmacKit.Tests.Keys;

/// <summary>Derived keys are told apart by all that they are derived from, for as long as the process runs.</summary>
public class DerivedKeysTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_766_000_000);

    [Fact]
    public void Any_number_of_scopes_is_derived()
    {
        SignatureScheme scheme = SignatureScheme.Compile(Definition(d => d.KeyDerivation = KeyDerivation.FromSecret.Hmac("{timestamp}")));
        HmacKey key = scheme.ImportKey(Secret);
        object derived = typeof(HmacKey).GetProperty("Derived", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(key)!;
        FieldInfo next = derived.GetType().GetField("_next", BindingFlags.NonPublic | BindingFlags.Instance)!;
        next.SetValue(derived, next.FieldType.GetField("MaxValue")!.GetValue(null));
        var ring = new KeyRing(key);
        for (int i = 0; i < 3; i++)
        {
            var request = new RawRequest("POST", "/", [], "{}"u8.ToArray());
            request = new RequestSigner(scheme, ring).Sign(request, new() { Time = Now.AddSeconds(i) }).ApplyTo(request);
            Assert.True(scheme.Verify(request, ring, Now).IsValid);
        }
    }

    [Fact]
    public void No_two_scopes_look_alike()
    {
        SignatureScheme scheme = SignatureScheme.Compile(Definition(d =>
        {
            d.Message = "{timestamp}.{body}";
            d.KeyDerivation = KeyDerivation.FromSecret.Hmac("{query:a}").Hmac("{query:b}");
        }));
        byte[] Tag(HmacKey key, string target)
        {
            byte[] tag = new byte[64];
            new RequestSigner(scheme, key).Sign(new RawRequest("GET", target, []), default, new SigningValues { Time = Now }, tag);
            return tag;
        }
        HmacKey shared = scheme.ImportKey(Secret);
        Tag(shared, "/?a=x%00y&b=z");
        Assert.Equal(Tag(scheme.ImportKey(Secret), "/?a=x&b=y%00z"), Tag(shared, "/?a=x&b=y%00z"));
    }

    [Fact]
    public void A_key_that_would_be_derived_from_a_long_body_is_refused()
    {
        SignatureScheme scheme = SignatureScheme.Compile(Definition(d => d.KeyDerivation = KeyDerivation.FromSecret.Hmac("{body}").Hmac("{timestamp}")));
        var ring = new KeyRing(scheme.ImportKey(Secret));
        var request = new RawRequest("POST", "/", [new("X-Time", "1766000000"), new("X-Signature", new string('0', 64))], new byte[20_000]);
        Assert.Equal(VerificationStatus.SignatureMismatch, scheme.Verify(request, ring, Now).Status);
    }

    [Fact]
    public void A_key_that_was_derived_while_its_secret_was_disposed_of_is_gone_too()
    {
        HmacKey root = HmacKey.FromText(Secret);
        HmacKey derived = HmacKey.FromDerived("0123456789abcdef"u8, root);
        root.Dispose();
        root.Derived.Keep(this, "scope"u8, derived);
        Assert.Null(root.Derived.Find(this, "scope"u8));
        Assert.True(derived.IsDisposed);
    }

    [Fact]
    public void Of_two_keys_of_one_scope_one_is_kept_and_the_other_one_disposed_of()
    {
        HmacKey root = HmacKey.FromText(Secret);
        HmacKey first = HmacKey.FromDerived("0123456789abcdef"u8, root);
        HmacKey second = HmacKey.FromDerived("0123456789abcdef"u8, root);
        root.Derived.Keep(this, "scope"u8, first);
        root.Derived.Keep(this, "scope"u8, second);
        Assert.Same(first, root.Derived.Find(this, "scope"u8));
        Assert.False(first.IsDisposed);
        Assert.True(second.IsDisposed);
    }

    [Fact]
    public void What_was_derived_is_disposed_of_with_its_secret()
    {
        HmacKey root = HmacKey.FromText(Secret);
        HmacKey derived = HmacKey.FromDerived("0123456789abcdef"u8, root);
        root.Derived.Keep(this, "scope"u8, derived);
        root.Dispose();
        Assert.True(derived.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => HmacKey.FromDerived("0123456789abcdef"u8, root));
    }

    [Fact]
    public void The_ninth_scope_takes_the_place_of_the_first_one_whose_key_goes_on_working()
    {
        using HmacKey root = HmacKey.FromText(Secret, "2026-01");
        HmacKey[] keys = [.. Enumerable.Range(0, 9).Select(i => HmacKey.FromDerived(new byte[16], root))];
        for (int i = 0; i < 9; i++)
        {
            root.Derived.Keep(this, [(byte)i], keys[i]);
        }

        Assert.Null(root.Derived.Find(this, [0]));
        Assert.All(Enumerable.Range(1, 8), i => Assert.Same(keys[i], root.Derived.Find(this, [(byte)i])));
        Assert.Null(root.Derived.Find(new object(), [8]));
        Assert.False(keys[0].IsDisposed);
        Assert.Equal(("2026-01", root.Algorithm), (keys[0].Label, keys[0].Algorithm));
    }

    private static SchemeDefinition Definition(Action<SchemeDefinition> change)
    {
        var definition = new SchemeDefinition
        {
            Name = "acme",
            Message = "{timestamp}.{body}",
            Headers = { ["X-Time"] = HeaderFormat.Text("{timestamp}"), ["X-Signature"] = HeaderFormat.Text("{signature:hex}") },
            Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        };
        change(definition);
        return definition;
    }
}
