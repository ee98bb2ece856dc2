// Run once by `mongo-init`: the replica set, and one user a service who sees its own database only.
// A second run finds everything there and changes passwords to those of the secret files.
const fs = require("fs");
const secret = (name) => fs.readFileSync(`/run/secrets/${name}`, "utf8").trim();

db.getSiblingDB("admin").auth("root", secret("mongo_root_password"));

try {
  rs.status();
} catch (absent) {
  rs.initiate({ _id: "rs0", members: [{ _id: 0, host: "mongo:27017" }] });
}
while (!db.hello().isWritablePrimary) sleep(200);

for (const service of ["intake", "grid", "jobs", "notify"]) {
  const own = db.getSiblingDB(`jiedao_${service}`);
  const user = { pwd: secret(`${service}_mongo_password`), roles: ["readWrite"] };
  if (own.getUser(service) === null) own.createUser({ user: service, ...user });
  else own.updateUser(service, user);
}
