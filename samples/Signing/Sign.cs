#:property PublishAot=false

// Sign <token> <file>...
//
// Writes a signature beside each file, with the key of a token. As with the tokens that one plugs in, there is one
// session at a time: who comes while it is open is refused. The token is a file here, made when it is first used.

using System.Security.Cryptography;

const string Pin = "123456";

FileStream token;
try
{
    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(args[0]))!);
    token = new FileStream(args[0], FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
}
catch (IOException)
{
    Console.Error.WriteLine("Sign : error SIGN01: the token is in use.");
    return 1;
}

using (token)
using (RSA key = OpenSession(token))
{
    foreach (string file in args[1..])
    {
        File.WriteAllBytes(file + ".sig", key.SignData(File.ReadAllBytes(file), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Console.WriteLine($"Signed {Path.GetFileName(file)}");
    }
}

return 0;

// What takes its time, as with a real one: the PIN opens the key.
static RSA OpenSession(FileStream token)
{
    if (token.Length == 0)
    {
        RSA made = RSA.Create(3072);
        token.Write(made.ExportEncryptedPkcs8PrivateKey(Pin, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 600_000)));
        return made;
    }

    byte[] content = new byte[token.Length];
    token.ReadExactly(content);
    RSA key = RSA.Create();
    key.ImportEncryptedPkcs8PrivateKey(Pin, content, out _);
    return key;
}
