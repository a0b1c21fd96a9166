import { directory, type FileEntry, program, text } from './entry.ts';

const PREFIX = '/usr/local/apache2';

/** The parts of the image's httpd.conf that this server reads, and what stands around them. */
const CONF = `ServerRoot "${PREFIX}"

Listen 80

LoadModule mpm_event_module modules/mod_mpm_event.so
LoadModule authz_core_module modules/mod_authz_core.so
LoadModule mime_module modules/mod_mime.so
LoadModule log_config_module modules/mod_log_config.so
LoadModule unixd_module modules/mod_unixd.so
LoadModule autoindex_module modules/mod_autoindex.so
LoadModule dir_module modules/mod_dir.so

<IfModule unixd_module>
User www-data
Group www-data
</IfModule>

ServerAdmin you@example.com

#ServerName www.example.com:80

<Directory />
    AllowOverride none
    Require all denied
</Directory>

DocumentRoot "${PREFIX}/htdocs"
<Directory "${PREFIX}/htdocs">
    Options Indexes FollowSymLinks
    AllowOverride None
    Require all granted
</Directory>

<IfModule dir_module>
    DirectoryIndex index.html
</IfModule>

<Files ".ht*">
    Require all denied
</Files>

ErrorLog /proc/self/fd/2
LogLevel warn

<IfModule log_config_module>
    LogFormat "%h %l %u %t \\"%r\\" %>s %b" common
    CustomLog /proc/self/fd/1 common
</IfModule>
`;

const FOREGROUND = `#!/bin/sh
set -e

# Apache gets grumpy about PID files pre-existing
rm -f ${PREFIX}/logs/httpd.pid

exec httpd -DFOREGROUND "$@"
`;

const www = { uid: 33, gid: 33 };

/** The layers of the httpd image above Debian's, one for each instruction that changes files. */
export const HTTPD_LAYERS: readonly (readonly FileEntry[])[] = [
  [directory(PREFIX, 0o755, www)],
  [
    directory(`${PREFIX}/bin`),
    program(`${PREFIX}/bin/httpd`, 'httpd'),
    directory(`${PREFIX}/cgi-bin`),
    directory(`${PREFIX}/conf`),
    text(`${PREFIX}/conf/httpd.conf`, CONF),
    directory(`${PREFIX}/htdocs`),
    text(`${PREFIX}/htdocs/index.html`, '<html><body><h1>It works!</h1></body></html>\n'),
    directory(`${PREFIX}/logs`),
  ],
  [text('/usr/local/bin/httpd-foreground', FOREGROUND, 0o755)],
];
