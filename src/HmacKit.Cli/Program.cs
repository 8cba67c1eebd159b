Console.WriteLine("hmackit");
return 2;
