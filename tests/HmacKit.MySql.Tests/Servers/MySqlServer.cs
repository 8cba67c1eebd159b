using System.Globalization;
using System.Security.Cryptography;
using MySqlConnector;

namespace HmacKit.MySql.Tests.Servers;

/// <summary>A MariaDB of the tests' own, in a temporary folder, on a free loopback port, ended by its process id. Debian: <c>apt-get install mariadb-server</c>.</summary>
public sealed class MySqlServer : IAsyncLifetime
{
    private const string Program = "/usr/sbin/mariadbd";

    private ServerProgram _program = null!;

    /// <summary>Whether its programs are there.</summary>
    public static bool IsInstalled => File.Exists(Program);

    /// <summary>How to connect as a user that may do all in its database.</summary>
    public string ConnectionString => $"Server=127.0.0.1;Port={_program.Port};User ID=hmackit;Password=secret;Database=hmackit;Connection Timeout=20";

    public async Task InitializeAsync()
    {
        if (!IsInstalled)
        {
            return;
        }

        _program = await ServerProgram.StartAsync("bash", (port, folder) =>
        [
            "-c",
            $"""
            user=$(id -un); cd '{folder}'
            [ -d data ] || mariadb-install-db --no-defaults --datadir='{folder}/data' --user=$user --auth-root-authentication-method=normal --skip-test-db >install.log 2>&1 || exit 1
            printf '%s\n' 'CREATE DATABASE IF NOT EXISTS hmackit;' "CREATE USER IF NOT EXISTS hmackit@'127.0.0.1' IDENTIFIED BY 'secret';" "GRANT ALL ON hmackit.* TO hmackit@'127.0.0.1';" >init.sql
            exec {Program} --no-defaults --datadir='{folder}/data' --user=$user --port={port.ToString(CultureInfo.InvariantCulture)} --bind-address=127.0.0.1 --socket='{folder}/s' --skip-name-resolve \
              --innodb-buffer-pool-size=32M --init-file='{folder}/init.sql' --log-error='{folder}/log' </dev/null >/dev/null 2>&1
            """,
        ]);
        await AnswersAsync();
    }

    public Task DisposeAsync() => IsInstalled ? _program.DisposeAsync().AsTask() : Task.CompletedTask;

    public void Kill() => _program.Kill();

    public async Task RestartAsync()
    {
        await _program.RestartAsync();
        await AnswersAsync();
    }

    /// <summary>A prefix of tables that no other test has.</summary>
    public static string NewPrefix() => "t" + RandomNumberGenerator.GetHexString(10, lowercase: true) + "_";

    private async Task AnswersAsync()
    {
        for (int i = 0; ; i++)
        {
            try
            {
                await using var connection = new MySqlConnection(ConnectionString);
                await connection.OpenAsync();
                return;
            }
            catch (MySqlException) when (i < 300)
            {
                await Task.Delay(100);
            }
        }
    }
}
