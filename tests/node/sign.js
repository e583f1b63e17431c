// Runs the field's own generator: a list of calls on stdin, the list of their answers on stdout.
const zlib = require("zlib");
const { Api } = require("tls-sig-api-v2");

const calls = {
  sig: ({ app, key, user, expire }) => new Api(app, key).genUserSig(user, expire),
  permit: ({ app, key, user, expire }) => new Api(app, key).genPrivateMapKey(user, expire, 10000, 255),
  // Whether the generator, given what the sig says, signs the same.
  accepts: ({ app, key, sig }) => {
    const standard = sig.replace(/\*/g, "+").replace(/-/g, "/").replace(/_/g, "=");
    const said = JSON.parse(zlib.inflateSync(Buffer.from(standard, "base64")).toString());
    const signed = new Api(app, key)._hmacsha256(said["TLS.identifier"], said["TLS.time"], said["TLS.expire"], null);
    return said["TLS.ver"] === "2.0" && said["TLS.sdkappid"] === app && signed === said["TLS.sig"];
  },
};

const wanted = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(wanted.map((call) => calls[call.do](call))));
