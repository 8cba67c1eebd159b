using Xunit.Abstractions;

[assembly: TestFramework("HmacKit.Postgres.Tests.Servers.PostgresTestFramework", "HmacKit.Postgres.Tests")]

namespace HmacKit.Postgres.Tests.Servers;

/// <summary>Leaves out the tests that share a PostgreSQL where it isn't installed.</summary>
internal sealed class PostgresTestFramework(IMessageSink messages) : InstalledTestFramework(messages)
{
    protected override string? Missing(ITestClass testClass) =>
        testClass.TestCollection.DisplayName == PostgresTests.Name && !PostgresServer.IsInstalled ? "PostgreSQL" : null;
}
