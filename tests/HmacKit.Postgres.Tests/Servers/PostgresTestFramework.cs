using System.Reflection;
using HmacKit.Postgres.Tests.Servers;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("HmacKit.Postgres.Tests.Servers.PostgresTestFramework", "HmacKit.Postgres.Tests")]

namespace HmacKit.Postgres.Tests.Servers;

/// <summary>
/// Where PostgreSQL isn't installed, the tests that share it are reported as not run, which is neither passed nor failed. xunit 2 can't leave out
/// a test while it runs, nor an inherited one.
/// </summary>
internal sealed class PostgresTestFramework(IMessageSink messages) : XunitTestFramework(messages)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assembly, ISourceInformationProvider sources, IMessageSink messages)
        : XunitTestFrameworkExecutor(assembly, sources, messages)
    {
        protected override void RunTestCases(IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions) =>
            base.RunTestCases(PostgresServer.IsInstalled ? testCases : testCases.Select(Check), executionMessageSink, executionOptions);

        private IXunitTestCase Check(IXunitTestCase test) =>
            test.TestMethod.TestClass.TestCollection.DisplayName == PostgresTests.Name ? new NotRun(DiagnosticMessageSink, test) : test;
    }

    private sealed class NotRun : XunitTestCase
    {
        public NotRun(IMessageSink messages, IXunitTestCase test)
            : base(messages, TestMethodDisplay.ClassAndMethod, TestMethodDisplayOptions.None, test.TestMethod, test.TestMethodArguments) =>
            SkipReason = "PostgreSQL isn't installed; ./test.sh installs it.";

        [Obsolete("For deserialization, which doesn't happen.", error: true)]
        public NotRun()
        {
        }
    }
}
