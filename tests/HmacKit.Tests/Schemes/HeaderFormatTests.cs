namespace HmacKit.Tests.Schemes;

public class HeaderFormatTests
{
    private static readonly string Hex = new('a', 64);
    private static readonly string OtherHex = new('b', 64);

    private static readonly HeaderFormat Fields = HeaderFormat.Fields("t={timestamp},e={id},v1={signature:hex}");
    private static readonly HeaderFormat List = HeaderFormat.List("v1,{signature:hex}");

    [Fact]
    public void Text_is_read_in_its_fixed_order()
    {
        HeaderReading? read = HeaderReading.Of(HeaderFormat.Text("HMAC {keyid}:{nonce}:{signature:hex}!"), $"HMAC k 1:n:{Hex}!");
        Assert.Equal("k 1", read!.KeyId);
        Assert.Equal("n", read.Nonce);
        Assert.Equal(Convert.FromHexString(Hex), read.Tag);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HMAC")]
    [InlineData("HMAC k")]
    [InlineData("HMAC :n:SIG!")]
    [InlineData("HMAC k::SIG!")]
    [InlineData("hmac k:n:SIG!")]
    [InlineData(" HMAC k:n:SIG!")]
    [InlineData("HMAC k:n:SIG! ")]
    [InlineData("HMAC k:n:SIG!!")]
    [InlineData("HMAC k:n:SIG")]
    [InlineData("HMAC k;n;SIG!")]
    public void Text_of_another_shape_is_refused(string value)
    {
        HeaderReading? read = HeaderReading.Of(HeaderFormat.Text("HMAC {keyid}:{nonce}:{signature:hex}!"), value.Replace("SIG", Hex));
        Assert.True(read?.Tag is null, value);
    }

    [Theory]
    [InlineData("t=1,e=x,v1=SIG")]
    [InlineData("v1=SIG,e=x,t=1")]
    [InlineData("e=x,v1=SIG,t=1")]
    [InlineData("t=1, e=x, v1=SIG")]
    [InlineData("  t=1  ,  e=x  ,  v1=SIG  ")]
    [InlineData("t=1,e=x,v1=SIG,v0=unknown,v1a=unknown,unknown,=,,")]
    [InlineData(",t=1,,e=x,,v1=SIG,")]
    [InlineData("T=2,t=1,E=y,e=x,V1=z,v1=SIG")]
    public void Fields_are_read_in_any_order_with_blanks_around_them_and_unknown_ones_skipped(string value)
    {
        HeaderReading? read = HeaderReading.Of(Fields, value.Replace("SIG", Hex));
        Assert.Equal("1", read!.Timestamp);
        Assert.Equal("x", read.Id);
        Assert.Equal(1, read.Signatures);
        Assert.Equal(Convert.FromHexString(Hex), read.Tag);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("t=1,e=x")]
    [InlineData("t=1,v1=SIG")]
    [InlineData("e=x,v1=SIG")]
    [InlineData("t=1,t=1,e=x,v1=SIG")]
    [InlineData("t=1,t=2,e=x,v1=SIG")]
    [InlineData("t=1,e=x,v1=SIG,e=x")]
    [InlineData("t=,e=x,v1=SIG")]
    [InlineData("t=1,e=,v1=SIG")]
    [InlineData("t =1,e=x,v1=SIG")]
    [InlineData("t=1;e=x;v1=SIG")]
    [InlineData("t=1,e=x,v1=")]
    [InlineData("t=1,e=x,v1=SIGaa")]
    public void Fields_that_are_missing_repeated_or_empty_are_refused(string value) =>
        Assert.Null(HeaderReading.Of(Fields, value.Replace("SIG", Hex))?.Tag);

    [Fact]
    public void A_field_value_may_contain_the_equals_sign() =>
        Assert.Equal("x=y", HeaderReading.Of(Fields, $"t=1,e=x=y,v1={Hex}")!.Id);

    [Theory]
    [InlineData("v1,SIG", 1)]
    [InlineData("v1,SIG v1,OTHER", 2)]
    [InlineData("v1a,xyz v1,SIG v2,SIG", 1)]
    [InlineData("  v1,SIG  ", 1)]
    [InlineData("v1,broken v1,SIG", 2)]
    public void A_list_takes_the_items_of_its_kind_and_skips_the_others(string value, int signatures)
    {
        HeaderReading? read = HeaderReading.Of(List, value.Replace("SIG", Hex).Replace("OTHER", OtherHex));
        Assert.Equal(signatures, read!.Signatures);
        Assert.Equal(Convert.FromHexString(Hex), read.Tag);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("v1a,SIG")]
    [InlineData("V1,SIG")]
    [InlineData("v1 SIG")]
    [InlineData("v1,broken")]
    [InlineData("v1,broken v1,")]
    public void A_list_without_a_good_item_is_refused(string value) => Assert.Null(HeaderReading.Of(List, value.Replace("SIG", Hex))?.Tag);

    [Theory]
    [InlineData(16, true)]
    [InlineData(17, false)]
    public void There_are_at_most_16_signatures(int count, bool isRead)
    {
        Assert.Equal(16, HeaderGrammar.MaxSignatures);
        Assert.Equal(isRead, HeaderReading.Of(List, string.Join(' ', Enumerable.Repeat("v1," + Hex, count))) is not null);
        Assert.Equal(isRead, HeaderReading.Of(List, string.Join(' ', Enumerable.Repeat("v1,broken", count - 1)) + " v1," + Hex) is not null);
        Assert.Equal(isRead, HeaderReading.Of(Fields, "t=1,e=x," + string.Join(',', Enumerable.Repeat("v1=" + Hex, count))) is not null);
    }

    [Theory]
    [InlineData(512, true)]
    [InlineData(513, false)]
    public void An_id_has_at_most_512_characters(int length, bool isRead)
    {
        Assert.Equal(isRead, HeaderReading.Of(HeaderFormat.Text("{id}"), new string('x', length)) is not null);
        Assert.Equal(isRead, HeaderReading.Of(Fields, $"t=1,e={new string('x', length)},v1={Hex}") is not null);
    }
}
