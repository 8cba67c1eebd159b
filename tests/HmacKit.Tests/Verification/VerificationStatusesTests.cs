using System.Text.Json;

namespace HmacKit.Tests.Verification;

public class VerificationStatusesTests
{
    public static TheoryData<VerificationStatus> All => new(Enum.GetValues<VerificationStatus>());

    [Theory]
    [MemberData(nameof(All))]
    public void The_name_is_the_status_in_snake_case_and_leads_back(VerificationStatus status)
    {
        Assert.Equal(JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString()), VerificationStatuses.NameOf(status));
        Assert.Equal(status, VerificationStatuses.Find(VerificationStatuses.NameOf(status)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_page_on_troubleshooting_has_the_advice(VerificationStatus status)
    {
        string page = File.ReadAllText(RepositoryFiles.PathOf("docs", "troubleshooting.md"));
        Assert.Contains($"| *{VerificationStatuses.NameOf(status)}* | {VerificationStatuses.AdviceOf(status)} |", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Valid")]
    [InlineData("signature mismatch")]
    public void Other_names_find_none(string name) => Assert.Null(VerificationStatuses.Find(name));
}
