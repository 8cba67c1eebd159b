global using System.Net;
global using HmacKit.Http.Tests.Fixtures;
